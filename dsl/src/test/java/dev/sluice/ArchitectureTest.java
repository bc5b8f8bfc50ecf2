package dev.sluice;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The arrows of docs/architecture.md, and who may look at a clock. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CORE = "dev.sluice.core..";
    private static final String WIRE = "dev.sluice.wire..";
    private static final String IO = "dev.sluice.io..";
    private static final String EXPRESSION = "dev.sluice.expression..";
    private static final String MODEL = "dev.sluice.model..";
    private static final String MIDDLEWARES = "dev.sluice.middlewares..";
    private static final String FORWARDER = "dev.sluice.forwarder..";
    private static final String SERVER = "dev.sluice.server..";

    @ArchTest
    static final ArchRule coreKnowsNobody = knowsOnly(CORE);

    @ArchTest
    static final ArchRule expressionKnowsNobody = knowsOnly(EXPRESSION);

    @ArchTest
    static final ArchRule wireKnowsCore = knowsOnly(WIRE, CORE);

    @ArchTest
    static final ArchRule ioKnowsCoreAndWire = knowsOnly(IO, CORE, WIRE);

    @ArchTest
    static final ArchRule modelKnowsCoreAndExpression = knowsOnly(MODEL, CORE, EXPRESSION);

    @ArchTest
    static final ArchRule middlewaresKnowTheirContracts = knowsOnly(MIDDLEWARES, CORE, EXPRESSION, MODEL);

    @ArchTest
    static final ArchRule theForwarderKnowsCoreWireAndIo = knowsOnly(FORWARDER, CORE, WIRE, IO);

    @ArchTest
    static final ArchRule theServerKnowsCoreWireAndIo = knowsOnly(SERVER, CORE, WIRE, IO);

    @ArchTest
    static final ArchRule webServerIsMetInServerAndDsl = noClasses()
            .that()
            .resideOutsideOfPackages(SERVER, "dev.sluice")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.helidon.webserver..");

    @ArchTest
    static final ArchRule webClientIsMetInTheForwarder = noClasses()
            .that()
            .resideOutsideOfPackage(FORWARDER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.helidon.webclient..");

    @ArchTest
    static final ArchRule oneClassLooksAtTheClock = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.sluice.core.SystemTicker")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    private static ArchRule knowsOnly(String ours, String... known) {
        DescribedPredicate<JavaClass> strangers = resideInAnyPackage("dev.sluice..")
                .and(DescribedPredicate.not(resideInAnyPackage(ours)))
                .and(DescribedPredicate.not(resideInAnyPackage(known)));
        return classes()
                .that()
                .resideInAPackage(ours)
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.not(strangers));
    }
}
