package dev.sluice;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;
import static dev.sluice.Sluice.pathPrefix;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A gateway is changed a hundred times while requests come and everything that lasts is under way: a download, a stream
 * of events, WebSockets and an upload. Nothing fails, nothing is cut, and what stays keeps its state.
 */
@Timeout(120)
class LiveUnderTrafficTest {
    private static final int APPLIES = 100;
    private static final int BETWEEN = 10;
    private static final int CLIENTS = 4;
    private static final int SOCKETS = 10;
    private static final int PART = 1000;

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> parts = new LinkedBlockingQueue<>();
    private final Semaphore answered = new Semaphore(0);
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean done;

    private static String request(String method, String target, String... fields) {
        return method + " " + target + " HTTP/1.1\r\nHost: h\r\n"
                + String.join(
                        "",
                        List.of(fields).stream().map(field -> field + "\r\n").toList()) + "\r\n";
    }

    /** The upstream of all that lasts: one exchange on each connection. */
    private void lasting(FakeUpstream.Connection connection) throws IOException {
        String head = connection.readHead();
        if (head.startsWith("GET /lasting/socket")) {
            connection.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            for (int i = 0; i < APPLIES / BETWEEN; i++) {
                connection.write(connection.read(4));
            }
            connection.awaitClose();
        } else if (head.startsWith("POST")) {
            String whole = connection.read(PART * APPLIES / BETWEEN);
            String length = String.valueOf(whole.length());
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + length.length() + "\r\n\r\n" + length);
        } else if (head.startsWith("GET /lasting/events")) {
            connection.write(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < APPLIES / BETWEEN; i++) {
                connection.write("9\r\n" + next(events) + "\r\n");
            }
            connection.write("0\r\n\r\n");
        } else {
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + PART * APPLIES / BETWEEN + "\r\n\r\n");
            for (int i = 0; i < APPLIES / BETWEEN; i++) {
                connection.write(next(parts));
            }
        }
    }

    private static String next(BlockingQueue<String> queue) throws IOException {
        try {
            String text = queue.poll(60, TimeUnit.SECONDS);
            if (text == null) {
                throw new IOException("the test has ended");
            }
            return text;
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    /** Members, weights, limits and routes change; one limit, which is used up at the beginning, never does. */
    private static Consumer<GatewayScope> model(int i, FakeUpstream lasting, FakeUpstream a, FakeUpstream b) {
        return g -> {
            g.pool("api", p -> {
                p.member(a.url(), 1 + i % 3);
                if (i % 4 != 0) {
                    p.member(b.url());
                }
            });
            g.scope(pathPrefix("/few"), few -> {
                few.rateLimit(2, Duration.ofHours(1));
                few.route("few", path("/few"), r -> r.respond(204));
            });
            g.scope(pathPrefix("/api"), api -> {
                api.connLimit(100 + i % 5);
                api.route("api", path("/api/**"), r -> r.forwardTo("api"));
            });
            if (i % 2 == 0) {
                g.route("lasting", path("/lasting/**"), r -> r.forward(lasting.url()));
            }
        };
    }

    private void requests(int port) {
        try (RawClient client = RawClient.connect(port)) {
            while (!done) {
                var answer = client.send(request("GET", "/api/x")).answer();
                if (answer.status() != 200) {
                    failures.add(answer.toString());
                }
                answered.release();
            }
        } catch (IOException | RuntimeException failed) {
            failures.add(failed.toString());
            answered.release(BETWEEN * APPLIES);
        }
    }

    private static int few(int port) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send(request("GET", "/few")).answer().status();
        }
    }

    /** What lasts from before the first change until after the last. */
    private final class Lasting implements AutoCloseable {
        private final List<RawClient> sockets = new ArrayList<>();
        private final RawClient upload;
        private final RawClient stream;
        private final RawClient download;

        Lasting(int port) throws IOException {
            for (int i = 0; i < SOCKETS; i++) {
                sockets.add(RawClient.connect(port)
                        .send(request("GET", "/lasting/socket", "Connection: Upgrade", "Upgrade: websocket")));
                assertThat(sockets.getLast().head()).startsWith("HTTP/1.1 101");
            }
            String length = "Content-Length: " + PART * APPLIES / BETWEEN;
            upload = RawClient.connect(port).send(request("POST", "/lasting/upload", length));
            stream = RawClient.connect(port).send(request("GET", "/lasting/events"));
            download = RawClient.connect(port).send(request("GET", "/lasting/download"));
            assertThat(stream.head()).startsWith("HTTP/1.1 200");
            assertThat(download.head()).startsWith("HTTP/1.1 200");
        }

        void goOn(int i) throws IOException {
            for (RawClient socket : sockets) {
                assertThat(socket.send("pin" + i).read(4)).isEqualTo("pin" + i);
            }
            upload.send("u".repeat(PART));
            events.add("data: " + i + "\n\n");
            assertThat(stream.chunk()).isEqualTo("data: " + i + "\n\n");
            parts.add("d".repeat(PART));
            assertThat(download.read(PART)).isEqualTo("d".repeat(PART));
        }

        void end() throws IOException {
            assertThat(upload.answer().body()).isEqualTo(String.valueOf(PART * APPLIES / BETWEEN));
            assertThat(stream.chunk()).isEmpty();
        }

        @Override
        public void close() throws IOException {
            for (RawClient socket : sockets) {
                socket.close();
            }
            upload.close();
            stream.close();
            download.close();
        }
    }

    @Test
    void nothingFailsNothingIsCutAndNoBucketIsRefilled() throws Exception {
        String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        try (FakeUpstream lasting = FakeUpstream.scripted(this::lasting);
                FakeUpstream a = FakeUpstream.answering(ok);
                FakeUpstream b = FakeUpstream.answering(ok);
                RunningGateway running = gateway(model(0, lasting, a, b)).listen("127.0.0.1", 0);
                Lasting streams = new Lasting(running.port());
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(List.of(few(running.port()), few(running.port()), few(running.port())))
                    .containsExactly(204, 204, 429);
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> requests(running.port()));
            }
            try {
                for (int i = 1; i <= APPLIES; i++) {
                    answered.acquire(BETWEEN);
                    running.apply(running.plan(model(i, lasting, a, b)));
                    if (i % BETWEEN == 0) {
                        streams.goOn(i / BETWEEN - 1);
                    }
                }
            } finally {
                done = true;
            }
            clients.shutdown();
            assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            streams.end();
            assertThat(failures).isEmpty();
            assertThat(few(running.port())).as("the bucket was never refilled").isEqualTo(429);
            assertThat(a.connections())
                    .as("the member that was never away keeps its connections")
                    .isLessThanOrEqualTo(CLIENTS);
            assertThat(running.history().getFirst().version()).isEqualTo(APPLIES + 1);
        }
    }
}
