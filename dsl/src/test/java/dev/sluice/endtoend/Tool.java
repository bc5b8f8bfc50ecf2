package dev.sluice.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program of the machine that a test talks to; where it is not installed the test is skipped and says so. */
public final class Tool {
    private final Path program;

    private Tool(Path program) {
        this.program = program;
    }

    public static Tool named(String name) {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), name + " is not installed");
        return new Tool(found.orElseThrow());
    }

    public Path path() {
        return program;
    }

    public Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addFirst(program.toString());
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** What it prints; fails unless it ends well within twenty seconds. */
    public String run(String... arguments) throws Exception {
        Process process = start(arguments);
        String output = output(process);
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(program + " failed: " + output);
        }
        return output;
    }

    /** All that it prints until it ends. */
    static String output(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
