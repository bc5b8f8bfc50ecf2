package dev.sluice.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own. */
final class Sluice implements AutoCloseable {
    private final Process process;
    private final Path errors;
    private final BufferedReader out;

    private Sluice(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    static Sluice start(Path directory, String... args) throws IOException {
        Path errors = Files.createTempFile(directory, "stderr", "");
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        return new Sluice(
                new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
    }

    /** The next line of the standard output that contains a text. */
    String line(String containing) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(containing)) {
                return line;
            }
        }
        throw new AssertionError("ended without a line with '" + containing + "': " + errors());
    }

    /** All that is left of the standard output. */
    List<String> rest() {
        return out.lines().toList();
    }

    List<String> errors() throws IOException {
        return Files.readAllLines(errors);
    }

    void terminate() {
        process.toHandle().destroy(); // Process.destroy would close the output too
    }

    void hangUp() throws IOException, InterruptedException {
        int killed = new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (killed != 0) {
            throw new AssertionError("kill failed");
        }
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still runs");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            out.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
