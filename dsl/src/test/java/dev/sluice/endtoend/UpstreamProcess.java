package dev.sluice.endtoend;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;

/** An upstream as a process of its own, which can be killed, frozen and started again at the same port. */
final class UpstreamProcess implements AutoCloseable {
    private final int port;
    private Process process;

    /** Starts it at a port of its own. */
    UpstreamProcess() {
        this.process = started(0);
        this.port = port(process);
    }

    /** What the process does: answers every request with its port, until it is killed. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        HttpServer server = HttpServer.create(address, 1_024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        byte[] body = String.valueOf(server.getAddress().getPort()).getBytes(StandardCharsets.US_ASCII);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private static Process started(int port) {
        List<String> command = List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                UpstreamProcess.class.getName(),
                String.valueOf(port));
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static int port(Process started) {
        try {
            BufferedReader output = started.inputReader(StandardCharsets.US_ASCII);
            return Integer.parseInt(output.readLine());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() {
        signal("KILL");
    }

    /** It keeps its connections and answers nothing. */
    void freeze() {
        signal("STOP");
    }

    /** It goes on. */
    void thaw() {
        signal("CONT");
    }

    /** Starts it again at its port, and waits until it listens. */
    void restart() {
        process = started(port);
        port(process);
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " exits with " + exit);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
