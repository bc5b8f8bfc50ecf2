package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** python3-h2 as a client: it checks each frame that it receives against RFC 9113. */
@Timeout(60)
class PythonH2Test {
    private static final Path PYTHON = Path.of("/usr/bin/python3"); // the machine's: it has Debian's packages

    @TempDir
    static Path directory;

    @BeforeAll
    static void find() throws Exception {
        boolean there = Files.isExecutable(PYTHON) && run("-c", "import h2").isEmpty();
        Assumptions.assumeTrue(there, "python3-h2 is not installed");
    }

    private static String run(String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(PYTHON.toString()).redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void postsOfManySizesComeBackUnchanged() throws Exception {
        Path script = directory.resolve("client.py");
        try (InputStream source = Objects.requireNonNull(PythonH2Test.class.getResourceAsStream("client.py"))) {
            Files.copy(source, script);
        }
        try (Http2Gateway gateway = new Http2Gateway(directory)) {
            for (String[] load : new String[][] {{"1", "0"}, {"90", "10"}, {"20", "70000"}, {"2", "1500000"}}) {
                assertThat(run(script.toString(), String.valueOf(gateway.port()), load[0], load[1]))
                        .isEqualToIgnoringNewLines(load[0] + " exchanges of " + load[1] + " bytes");
            }
        }
    }
}
