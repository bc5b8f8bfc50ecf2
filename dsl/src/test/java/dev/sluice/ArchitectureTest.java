package dev.sluice;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.sluice.core.time.Ticker;
import dev.sluice.io.Deadlines;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The arrows of docs/architecture.md, and who may look at a clock. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CORE = "dev.sluice.core..";
    private static final String WIRE = "dev.sluice.wire..";
    private static final String IO = "dev.sluice.io..";
    private static final String EXPRESSION = "dev.sluice.expression..";
    private static final String ROUTING = "dev.sluice.routing..";
    private static final String MODEL = "dev.sluice.model..";
    private static final String CONFIG = "dev.sluice.config..";
    private static final String MIDDLEWARES = "dev.sluice.middlewares..";
    private static final String FORWARDER = "dev.sluice.forwarder..";
    private static final String SERVER = "dev.sluice.server..";
    private static final String OBSERVE = "dev.sluice.observe..";

    @ArchTest
    static final ArchRule coreKnowsNobody = knowsOnly(CORE);

    @ArchTest
    static final ArchRule expressionKnowsNobody = knowsOnly(EXPRESSION);

    @ArchTest
    static final ArchRule wireKnowsCore = knowsOnly(WIRE, CORE);

    @ArchTest
    static final ArchRule ioKnowsCoreAndWire = knowsOnly(IO, CORE, WIRE);

    @ArchTest
    static final ArchRule routingKnowsCoreAndExpression = knowsOnly(ROUTING, CORE, EXPRESSION);

    @ArchTest
    static final ArchRule modelKnowsCoreExpressionAndRouting = knowsOnly(MODEL, CORE, EXPRESSION, ROUTING);

    @ArchTest
    static final ArchRule configKnowsModelsAndTheirPredicates = knowsOnly(CONFIG, CORE, EXPRESSION, MODEL, ROUTING);

    @ArchTest
    static final ArchRule middlewaresKnowTheirContracts = knowsOnly(MIDDLEWARES, CORE, EXPRESSION, MODEL, ROUTING);

    @ArchTest
    static final ArchRule theForwarderKnowsCoreWireAndIo = knowsOnly(FORWARDER, CORE, WIRE, IO);

    @ArchTest
    static final ArchRule theServerKnowsCoreWireAndIo = knowsOnly(SERVER, CORE, WIRE, IO);

    @ArchTest
    static final ArchRule observersKnowModelsAndMiddlewares =
            knowsOnly(OBSERVE, CORE, EXPRESSION, MODEL, ROUTING, MIDDLEWARES);

    /** The rooms of a module, lowest first: a room knows only those below it. */
    @ArchTest
    static final ArchRule arrowsBetweenTheRoomsOfTheServerPointDown = rooms(
            "dev.sluice.server",
            List.of("rules", "accept", "exchange", "http1"),
            List.of("rules", "accept", "exchange", "http2"),
            List.of("rules", "accept", "exchange", "routed", "hosting"),
            List.of("rules", "portable", "hosting"));

    /** What messages are made of is below the contracts, what is told of exchanges above them. */
    @ArchTest
    static final ArchRule arrowsBetweenTheRoomsOfCorePointDown = rooms(
            "dev.sluice.core",
            List.of("syntax", "peer"),
            List.of("options", "peer"),
            List.of("", "trace"),
            List.of("time", "", "journal"));

    @ArchTest
    static final ArchRule arrowsBetweenTheRoomsOfHttp2PointDown =
            rooms("dev.sluice.wire.http2", List.of("frame", "hpack"));

    @ArchTest
    static final ArchRule optionsDoNotKnowWhatHasThem = rooms("dev.sluice.model", List.of("option"));

    /** Each room knows the members of the pool and none of its neighbours; the step of a program knows them all. */
    @ArchTest
    static final ArchRule roomsOfLoadBalancingKnowOnlyThePool = rooms(
            "dev.sluice.middlewares.loadbalance",
            List.of("pool", "policy"),
            List.of("pool", "sticky"),
            List.of("pool", "health"),
            List.of("pool", "limit"),
            List.of("pool", "source"),
            List.of("pool", "rebalance"));

    /** The arrows between middlewares, as docs/architecture.md lists them; all may know the root, which has option types. */
    @ArchTest
    static void middlewaresKnowFewOthers(JavaClasses all) {
        Set<String> arrows = all.stream()
                .filter(resideInAnyPackage(MIDDLEWARES))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(arrow -> new Arrow(middleware(arrow.getOriginClass()), middleware(arrow.getTargetClass())))
                .filter(arrow -> !arrow.to().isEmpty() && !within(arrow))
                .map(arrow -> first(arrow.from()) + " -> " + arrow.to())
                .collect(Collectors.toSet());
        assertThat(arrows)
                .containsExactlyInAnyOrder(
                        "adaptive -> rolling",
                        "admission -> rolling",
                        "auth -> field",
                        "headers -> field",
                        "buffer -> retry",
                        "buffer -> stream",
                        "canary -> rolling",
                        "circuitbreaker -> loadbalance.pool",
                        "circuitbreaker -> rolling",
                        "hedge -> loadbalance.pool",
                        "hedge -> rolling",
                        "mirror -> loadbalance.pool",
                        "loadbalance -> field",
                        "loadbalance -> rolling",
                        "retry -> field");
    }

    private record Arrow(String from, String to) {}

    private static boolean within(Arrow arrow) {
        return first(arrow.from()).equals(first(arrow.to()));
    }

    /** A package below that of the middlewares; empty for any other. */
    private static String middleware(JavaClass type) {
        String root = "dev.sluice.middlewares.";
        String name = type.getPackageName();
        return name.startsWith(root) ? name.substring(root.length()) : "";
    }

    private static String first(String name) {
        return name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    }

    @ArchTest
    static final ArchRule filesOfTheServerFormNoCycle =
            slices().assignedFrom(new Files("dev.sluice.server")).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("dev.sluice.(**)").should().beFreeOfCycles();

    /** Whoever reads a name knows which type it is, also in a stack trace. */
    @ArchTest
    static void oneTypePerName(JavaClasses all) {
        Map<String, List<String>> byName = all.stream()
                .filter(type -> type.isTopLevelClass() && !type.getPackageName().equals("dev.sluice.benchmarks"))
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        assertThat(byName.values()).allSatisfy(types -> assertThat(types).hasSize(1));
    }

    @ArchTest
    static final ArchRule webServerIsMetInServerObserveAndDsl = noClasses()
            .that()
            .resideOutsideOfPackages(SERVER, OBSERVE, "dev.sluice")
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
    static final ArchRule oneClassLooksAtTheClock = ClockRule.RULE;

    @ArchTest
    static final ArchRule onePlaceTakesTheMachinesTime = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.sluice.SystemEnvironment")
            .and()
            .resideOutsideOfPackages("dev.sluice.benchmarks", "dev.sluice.io")
            .should()
            .callMethod(Ticker.class, "system")
            .orShould()
            .callMethod(Deadlines.class, "system");

    /** A room knows the rooms before it in each list that names it; the root, which no room knows, may know them all. */
    @SafeVarargs
    private static ArchRule rooms(String root, List<String>... lowestFirst) {
        return classes().that().resideInAPackage(root + "..").should(new ArchCondition<>("point down") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                for (Dependency arrow : from.getDirectDependenciesFromSelf()) {
                    String target = arrow.getTargetClass().getPackageName();
                    boolean inside = target.equals(root) || target.startsWith(root + ".");
                    if (inside && !allowed(room(from.getPackageName()), room(target))) {
                        events.add(SimpleConditionEvent.violated(arrow, arrow.getDescription()));
                    }
                }
            }

            private String room(String name) {
                return name.equals(root) ? "" : name.substring(root.length() + 1);
            }

            private boolean allowed(String from, String to) {
                return from.equals(to)
                        || from.isEmpty()
                        || Stream.of(lowestFirst)
                                .anyMatch(list -> list.contains(to) && list.indexOf(to) < list.indexOf(from));
            }
        });
    }

    /** A slice for each file: a top-level class with what is nested in it. */
    private record Files(String root) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getFullName();
            int nested = name.indexOf('$');
            return type.getPackageName().startsWith(root)
                    ? SliceIdentifier.of(nested < 0 ? name : name.substring(0, nested))
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "files of " + root;
        }
    }

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
