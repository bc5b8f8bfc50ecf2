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
    private static final String MIDDLEWARES = "dev.sluice.middlewares..";
    private static final String FORWARDER = "dev.sluice.forwarder..";
    private static final String SERVER = "dev.sluice.server..";

    @ArchTest
    static final ArchRule coreKnowsNobody = knowsOnly(CORE);

    @ArchTest
    static final ArchRule wireKnowsCore = knowsOnly(WIRE, CORE);

    @ArchTest
    static final ArchRule middlewaresKnowCore = knowsOnly(MIDDLEWARES, CORE);

    @ArchTest
    static final ArchRule theForwarderKnowsCoreAndWire = knowsOnly(FORWARDER, CORE, WIRE);

    @ArchTest
    static final ArchRule theServerKnowsCoreAndWire = knowsOnly(SERVER, CORE, WIRE);

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
