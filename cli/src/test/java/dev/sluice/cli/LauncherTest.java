package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./sluice} in a checkout whose command line tells only whether it finds an extension. */
@Timeout(60)
class LauncherTest {
    private static final String MAIN = """
            package dev.sluice.cli;

            public class Main {
                public static void main(String[] args) {
                    boolean found = Main.class.getClassLoader().getResource("extension") != null;
                    System.out.println((found ? "extended " : "plain ") + String.join(" ", args));
                }
            }
            """;

    @TempDir
    private Path checkout;

    @BeforeEach
    void build() throws IOException {
        Files.copy(Path.of("../sluice"), checkout.resolve("sluice"));
        Path source = Files.writeString(checkout.resolve("Main.java"), MAIN);
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString());
        assertThat(failed).isZero();
        Path target = Files.createDirectories(checkout.resolve("cli/target"));
        Files.createDirectory(target.resolve("lib"));
        byte[] main = Files.readAllBytes(checkout.resolve("Main.class"));
        jar(target.resolve("sluice-cli.jar"), Map.of("dev/sluice/cli/Main.class", main));
    }

    private static void jar(Path file, Map<String, byte[]> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream jar = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        }
    }

    private String run() throws IOException, InterruptedException {
        ProcessBuilder launcher = new ProcessBuilder("sh", "sluice", "two words", "*")
                .directory(checkout.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        launcher.environment().put("JAVA_HOME", Objects.requireNonNull(System.getProperty("java.home")));
        launcher.environment().put("SLUICE_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        Process process = launcher.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return said.strip();
    }

    @Test
    void withoutExtensionsThereAreNone() throws Exception {
        assertThat(run()).isEqualTo("plain two words *");
    }

    @Test
    void jarsInExtensionsAreOnTheClassPath() throws Exception {
        Path extensions = Files.createDirectory(checkout.resolve("extensions"));
        assertThat(run()).as("an empty directory").isEqualTo("plain two words *");
        jar(extensions.resolve("some.jar"), Map.of("extension", new byte[0]));
        assertThat(run()).isEqualTo("extended two words *");
    }
}
