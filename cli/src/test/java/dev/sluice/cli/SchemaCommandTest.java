package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaCommandTest {
    private static final Path REVIEWED = Path.of("../docs/schema/gateway.schema.json");

    @TempDir
    Path directory;

    @Test
    void printsTheSchema() throws Exception {
        try (Sluice schema = Sluice.start(directory, "schema")) {
            assertThat(schema.rest()).isEqualTo(Files.readAllLines(REVIEWED));
            assertThat(schema.exitCode()).isZero();
        }
    }

    @Test
    void initWritesTheSchemaThatTheStarterNames() throws Exception {
        Path gateway = directory.resolve("my.yaml");
        try (Sluice init = Sluice.start(directory, "init", gateway.toString());
                Sluice check =
                        Sluice.start(directory, "check", written(init, gateway).toString())) {
            assertThat(check.exitCode()).isZero();
        }
        assertThat(Files.readAllLines(gateway))
                .first()
                .isEqualTo("# yaml-language-server: $schema=./gateway.schema.json");
        assertThat(directory.resolve("gateway.schema.json")).hasSameTextualContentAs(REVIEWED);
    }

    @Test
    void initLeavesASchemaThatIsThere() throws Exception {
        Path schema = Files.writeString(directory.resolve("gateway.schema.json"), "{}");
        try (Sluice init = Sluice.start(
                directory, "init", directory.resolve("gateway.yaml").toString())) {
            assertThat(init.line("left")).isEqualTo("left " + schema + " as it is");
            assertThat(init.exitCode()).isZero();
        }
        assertThat(schema).hasContent("{}");
    }

    private static Path written(Sluice init, Path file) throws InterruptedException {
        assertThat(init.exitCode()).isZero();
        return file;
    }
}
