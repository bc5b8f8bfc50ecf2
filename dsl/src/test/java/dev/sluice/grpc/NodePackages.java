package dev.sluice.grpc;

import dev.sluice.endtoend.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Packages of npm in a directory of their own, and scripts that run there. */
final class NodePackages {
    private static final long PATIENCE = 120;

    private final Path directory;

    private NodePackages(Path directory) {
        this.directory = directory;
    }

    /** Installs packages; where node, npm or their registry are missing the test is skipped and says so, but not in CI. */
    static NodePackages installed(Path directory, String... packages) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Tool.named("npm").path().toString(),
                "install",
                "--no-audit",
                "--no-fund",
                "--no-package-lock",
                "--silent"));
        command.addAll(List.of(packages));
        Files.writeString(directory.resolve("package.json"), "{}");
        Process npm = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("npm.log").toFile())
                .start();
        boolean done = npm.waitFor(PATIENCE, TimeUnit.SECONDS) && npm.exitValue() == 0;
        npm.destroyForcibly();
        String log = Files.readString(directory.resolve("npm.log"));
        Assumptions.assumeTrue(done || System.getenv("CI") != null, "npm cannot install: " + log);
        if (!done) {
            throw new AssertionError("npm cannot install: " + log);
        }
        return new NodePackages(directory);
    }

    Path file(String name) {
        return directory.resolve("node_modules").resolve(name);
    }

    /** A script of this package that runs; whoever starts it stops it. */
    Process start(String script, String... arguments) throws IOException {
        Path file = directory.resolve(script);
        if (!Files.exists(file)) {
            try (InputStream source = Objects.requireNonNull(NodePackages.class.getResourceAsStream(script))) {
                Files.copy(source, file);
            }
        }
        List<String> command = new ArrayList<>(List.of(Tool.named("node").path().toString(), script));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The next line that a script writes; null if it has ended. */
    static String line(Process script) throws IOException {
        return new BufferedReader(new InputStreamReader(script.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }
}
