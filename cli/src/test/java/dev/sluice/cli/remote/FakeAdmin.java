package dev.sluice.cli.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** An admin listener that answers what it is told to, as docs/observe/admin.md has it. Thread-safe. */
public final class FakeAdmin implements AutoCloseable {
    /** What it takes for a token. */
    public static final String TOKEN = "0123456789abcdef-token";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Told> answers = new ConcurrentHashMap<>();
    private final BlockingQueue<Asked> requests = new LinkedBlockingQueue<>();
    private final Path tokenFile;

    private record Told(int status, String type, String body) {}

    /** A request that came. */
    public record Asked(String line, Map<String, List<String>> fields, String body) {}

    private FakeAdmin(HttpServer server, Path tokenFile) {
        this.server = server;
        this.tokenFile = tokenFile;
    }

    /** On a free port, with its token in a file of the directory. */
    public static FakeAdmin start(Path directory) throws IOException {
        return start(directory, 0);
    }

    public static FakeAdmin start(Path directory, int port) throws IOException {
        Path token = Files.writeString(directory.resolve("admin-token"), TOKEN + "\n");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        FakeAdmin admin = new FakeAdmin(server, token);
        server.createContext("/", admin::answer);
        server.setExecutor(admin.threads);
        server.start();
        return admin.told("GET /api/gateway", Fixtures.GATEWAY);
    }

    /** Answers a request, told by method and target as they are sent, with 200 and JSON. */
    public FakeAdmin told(String request, String json) {
        return told(request, 200, json);
    }

    public FakeAdmin told(String request, int status, String json) {
        return told(request, status, status < 400 ? "application/json" : "application/problem+json", json);
    }

    public FakeAdmin told(String request, int status, String type, String body) {
        answers.put(request, new Told(status, type, body));
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Asked(line, Map.copyOf(exchange.getRequestHeaders()), body));
            boolean known =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            Told told = known
                    ? answers.getOrDefault(
                            line, new Told(404, "application/problem+json", Fixtures.problem(404, "no " + line)))
                    : new Told(401, "application/problem+json", Fixtures.problem(401, "no token"));
            exchange.getResponseHeaders().set("Content-Type", told.type());
            exchange.getResponseHeaders().set("ETag", "\"7\"");
            byte[] bytes = told.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(told.status(), bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public Path tokenFile() {
        return tokenFile;
    }

    /** A command with the options that lead here. */
    public List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(words));
        command.addAll(List.of("--admin", url(), "--token-file", tokenFile.toString()));
        return command;
    }

    /** The next request, once it has come. */
    public Asked next() throws InterruptedException {
        return requests.take();
    }

    /** All requests that have come, but for those that were taken. */
    public List<String> lines() {
        return requests.stream().map(Asked::line).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
