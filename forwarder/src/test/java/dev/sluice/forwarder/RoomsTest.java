package dev.sluice.forwarder;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** The rooms of the forwarder: arrows between them go one way, and none leads back to the root. */
@AnalyzeClasses(packages = "dev.sluice.forwarder", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    private static final String ROOT = "dev.sluice.forwarder";

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching("dev.sluice.forwarder.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule filesHaveNoCycles =
            slices().assignedFrom(files()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsDoNotKnowTheRoot = ArchRuleDefinition.noClasses()
            .that()
            .resideOutsideOfPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT);

    @ArchTest
    static final ArchRule fieldsKnowNoRoom = knowsNone("fields", "connection", "pool", "upload", "http1", "http2");

    @ArchTest
    static final ArchRule connectionsDoNotKnowWhoUsesThem = knowsNone("connection", "pool", "upload", "http1", "http2");

    @ArchTest
    static final ArchRule poolsDoNotKnowWhatIsSpoken = knowsNone("pool", "upload", "http1", "http2");

    @ArchTest
    static final ArchRule uploadsDoNotKnowWhatIsSpoken = knowsNone("upload", "pool", "http1", "http2");

    @ArchTest
    static final ArchRule versionsDoNotKnowEachOther = knowsNone("http1", "http2");

    private static ArchRule knowsNone(String room, String... others) {
        String[] packages = new String[others.length];
        for (int i = 0; i < others.length; i++) {
            packages[i] = ROOT + "." + others[i] + "..";
        }
        return ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage(ROOT + "." + room + "..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(packages));
    }

    /** A slice for each file: a class and those nested in it. */
    private static SliceAssignment files() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                String name = javaClass.getName();
                int nested = name.indexOf('$');
                return SliceIdentifier.of(nested < 0 ? name : name.substring(0, nested));
            }

            @Override
            public String getDescription() {
                return "files";
            }
        };
    }
}
