package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.RunningProxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Two listeners for clients of HTTP/2, without TLS and with it, before a server of HTTP/1.1: it says back what is posted,
 * and has a page, a script and a large file.
 */
final class Http2Gateway implements AutoCloseable {
    static final int LARGE = 5_000_000;
    static final String PAGE =
            "<!doctype html><title>a page</title><script src=/script></script><p id=said>nothing</p><img src=/none>";
    static final String SCRIPT = "document.addEventListener('DOMContentLoaded', () => {"
            + " document.getElementById('said').textContent = 'hello from a script'; });";

    private final HttpServer upstream;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RunningProxy clear;
    private final RunningProxy secure;
    private final Certificates certificates;

    /** In a directory for the certificate of {@code localhost}. */
    Http2Gateway(Path directory) throws Exception {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setExecutor(threads);
        upstream.createContext("/", Http2Gateway::answer);
        upstream.start();
        String url = "http://127.0.0.1:" + upstream.getAddress().getPort();
        certificates = Certificates.of(directory, "localhost");
        clear = Wires.start(proxy().forward(url));
        Path certificate = certificates.certificatePem();
        Path key = certificates.keyPem();
        secure = Wires.start(proxy().forward(url), listen -> listen.certificate(certificate, key));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = body(exchange);
            String type = exchange.getRequestURI().getPath().equals("/page") ? "text/html" : "text/plain";
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.getResponseHeaders().add("X-Method", exchange.getRequestMethod());
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head || body.length == 0 ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            byte[] posted = in.readAllBytes();
            return switch (exchange.getRequestURI().getPath()) {
                case "/page" -> PAGE.getBytes(StandardCharsets.US_ASCII);
                case "/script" -> SCRIPT.getBytes(StandardCharsets.US_ASCII);
                case "/hello" -> "hello".getBytes(StandardCharsets.US_ASCII);
                case "/large" -> "0123456789".repeat(LARGE / 10).getBytes(StandardCharsets.US_ASCII);
                default -> posted;
            };
        }
    }

    int port() {
        return clear.port();
    }

    String url(String path) {
        return "http://127.0.0.1:" + clear.port() + path;
    }

    String secureUrl(String path) {
        return "https://localhost:" + secure.port() + path;
    }

    Certificates certificates() {
        return certificates;
    }

    /** Waits until a program listens. */
    static void awaitListening(Process program, int port) {
        Eventually.holds("a program listens on " + port, () -> {
            if (!program.isAlive()) {
                throw new AssertionError("the program did not start: " + Tool.output(program));
            }
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    @Override
    public void close() {
        clear.stop();
        secure.stop();
        upstream.stop(0);
        threads.close();
    }
}
