package dev.sluice.operate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Serves a text for Prometheus under {@code /observe/metrics}. */
final class MetricsServer implements AutoCloseable {
    private final Supplier<String> text;
    private final HttpServer server;

    private MetricsServer(Supplier<String> text) throws IOException {
        this.text = text;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    static MetricsServer serving(Supplier<String> text) throws IOException {
        MetricsServer serving = new MetricsServer(text);
        serving.server.createContext("/observe/metrics", serving::answer);
        serving.server.start();
        return serving;
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    /** As a process that has died. */
    void stop() {
        server.stop(0);
    }

    @Override
    public void close() {
        stop();
    }
}
