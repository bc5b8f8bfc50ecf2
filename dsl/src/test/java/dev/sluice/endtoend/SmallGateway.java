package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;

import dev.sluice.Listen;
import dev.sluice.Proxy;
import dev.sluice.RunningProxy;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gateway as a process of its own, with little memory or few descriptors: prints its port, runs until its input ends. */
final class SmallGateway implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final int port;

    private SmallGateway(Process process) throws IOException {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.US_ASCII);
        this.port = Integer.parseInt(output.readLine());
    }

    /** What the process does: an upstream's URL, whether to buffer on disk, and maxConnections, 0 for the default. */
    public static void main(String[] args) throws IOException {
        Proxy program = args[1].equals("spill")
                ? proxy().buffer(b -> b.memoryRequestBytes(0).memoryResponseBytes(0))
                        .forward(args[0])
                : proxy().forward(args[0]);
        int most = Integer.parseInt(args[2]);
        try (RunningProxy gateway = Wires.start(program, listen -> limit(listen, most))) {
            System.out.println(gateway.port());
            while (System.in.read() >= 0) {
                // runs until the test lets go
            }
        }
    }

    private static void limit(Listen listen, int most) {
        if (most > 0) {
            listen.maxConnections(most);
        }
    }

    static SmallGateway withHeap(String megabytes, String upstream, int maxConnections) throws IOException {
        return start(List.of(), "-Xmx" + megabytes + "m", upstream, "stream", String.valueOf(maxConnections));
    }

    /** All that an exchange holds goes to disk, which takes descriptors. */
    static SmallGateway withFiles(int descriptors, String upstream, int maxConnections) throws IOException {
        List<String> limited = List.of("sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "sh");
        return start(limited, "-Xmx256m", upstream, "spill", String.valueOf(maxConnections));
    }

    private static SmallGateway start(List<String> prefix, String heap, String... args) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of(
                heap,
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=16m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                SmallGateway.class.getName()));
        command.addAll(List.of(args));
        return new SmallGateway(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    int port() {
        return port;
    }

    /** Lets it go and waits for its end. */
    int exitCode() throws IOException, InterruptedException {
        process.getOutputStream().close();
        return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }
}
