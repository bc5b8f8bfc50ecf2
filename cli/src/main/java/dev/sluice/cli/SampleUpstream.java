package dev.sluice.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of the JDK that says who it is, and hangs up on every so many requests. */
final class SampleUpstream {
    private final HttpServer server;
    private final String name;
    private final int flaky;
    private final AtomicInteger requests = new AtomicInteger();

    private SampleUpstream(HttpServer server, String name, int flaky) {
        this.server = server;
        this.name = name;
        this.flaky = flaky;
    }

    /** Listens on a free port of loopback, until the process ends. */
    static SampleUpstream start(String name, int flaky) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SampleUpstream sample = new SampleUpstream(server, name, flaky);
        server.createContext("/", sample::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return sample;
    }

    private void answer(HttpExchange exchange) throws IOException {
        int number = requests.incrementAndGet();
        if (number % flaky == 0) {
            exchange.close(); // without an answer
            return;
        }
        byte[] text = (name + " upstream, request " + number + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("Connection", "close"); // or hanging up would pass for a stale connection
        exchange.sendResponseHeaders(200, text.length);
        try (exchange) {
            exchange.getResponseBody().write(text);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
