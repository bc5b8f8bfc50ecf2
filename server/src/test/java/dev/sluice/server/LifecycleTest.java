package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Starting, being full, draining and stopping. */
class LifecycleTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    private Response waiting(Request request) {
        arrived.countDown();
        try {
            return Response.of(Status.OK_200, "waited " + goOn.await(5, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Response.of(Status.SERVICE_UNAVAILABLE_503, "stopped");
        }
    }

    private static RunningServer start(dev.sluice.core.Handler handler, ListenOptions.Builder options) {
        return RunningServer.start(Host.pipeline(List.of(), handler)::install, Host.HOSTING, options.build());
    }

    @Test
    @DisplayName("an address that is taken is named in the error")
    void bindFailure() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(new Echo(), Host.listening().port(taken.getLocalPort())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot listen at")
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    @DisplayName("connections beyond the limit wait, and are served when others leave; the listener lives on")
    void maxConnections() throws IOException {
        try (RunningServer server = start(new Echo(), Host.listening().maxConnections(2))) {
            for (int round = 0; round < 5; round++) {
                List<RawClient> clients = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    clients.add(RawClient.connect(server.port()).send(GET));
                }
                for (RawClient client : clients) {
                    assertThat(client.answer().status()).isEqualTo(200);
                    client.close();
                }
            }
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    @DisplayName("the default limit of connections leaves descriptors for upstreams")
    void defaultLimit() {
        assertThat(ListenOptions.builder().build().connections(2)).isBetween(16, 16_384);
    }

    @Test
    @DisplayName("the default counts what an exchange needs of descriptors")
    void descriptorsPerExchange() {
        int few = ListenOptions.builder().build().connections(1_000_000);
        assertThat(few).isEqualTo(16);
    }

    @Test
    @DisplayName("more connections than descriptors and heap allow are as many as they allow, and a warning has both")
    void impossibleLimit() {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Logger log = Logger.getLogger(RunningServer.class.getName());
        Handler collecting = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                if (logged.getLevel().equals(Level.WARNING)) {
                    warnings.add(MessageFormat.format(logged.getMessage(), logged.getParameters()));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(collecting);
        try (RunningServer server = start(new Echo(), Host.listening().maxConnections(2_000_000_000))) {
            assertThat(warnings)
                    .singleElement()
                    .asString()
                    .matches("maxConnections 2000000000 is more than [0-9]+ free file descriptors and a heap of"
                            + " [0-9]+ MiB allow: it is [0-9]+ instead");
            assertThat(server.isRunning()).isTrue();
        } finally {
            log.removeHandler(collecting);
        }
    }

    @Test
    @DisplayName("a stop lets the exchange on its way end, and tells the client that the connection does, too")
    void drains() throws Exception {
        RunningServer server = start(this::waiting, Host.listening().drainTimeout(Duration.ofSeconds(5)));
        try (RawClient client = RawClient.connect(server.port()).send(GET)) {
            assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
            Thread stop = Thread.ofVirtual().start(server::stop);
            awaitRefusal(server.port());
            goOn.countDown();
            Answer answer = client.answer();
            assertThat(answer.body()).isEqualTo("waited true");
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
            stop.join();
            assertThat(server.isRunning()).isFalse();
        }
    }

    private static void awaitRefusal(int port) throws IOException {
        for (int i = 0; i < 10_000; i++) {
            if (RawClient.isRefused(port)) {
                return;
            }
        }
        throw new AssertionError("still listening");
    }

    @Test
    @DisplayName("a stop closes connections that stay idle, long before the drain timeout")
    void closesIdleOnes() throws IOException {
        RunningServer server = start(new Echo(), Host.listening().drainTimeout(Duration.ofSeconds(30)));
        try (RawClient client = RawClient.connect(server.port());
                RawClient silent = RawClient.connect(server.port())) {
            client.send(GET).answer();
            Thread stop = Thread.ofVirtual().start(server::stop);
            assertThat(client.restOrReset()).isEmpty();
            assertThat(silent.restOrReset()).isIn("", "<reset>");
            stop.interrupt();
        }
    }

    @Test
    @DisplayName("a stop cuts what does not end within the drain timeout")
    void cutsTheRest() throws Exception {
        RunningServer server = start(this::waiting, Host.listening().drainTimeout(Duration.ofMillis(50)));
        try (RawClient client = RawClient.connect(server.port()).send(GET)) {
            assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
            server.stop();
            assertThat(client.restOrReset()).doesNotContain("waited true");
        }
    }

    @Test
    @DisplayName("a listener that ends by itself stops the server")
    void listenerEnds() {
        RunningServer server = start(new Echo(), Host.listening());
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("server-@default-listener"))
                .forEach(Thread::interrupt); // which ends the accept, as a failure of it would
        server.awaitStop();
        assertThat(server.isRunning()).isFalse();
    }

    @Test
    @DisplayName("a listener counts its connections and those whose handshake is under way")
    void counts() throws IOException {
        try (RunningServer server = start(new Echo(), Host.listening());
                RawClient client = RawClient.connect(server.port())) {
            client.send(GET).answer();
            assertThat(server.stats())
                    .containsEntry("listener.connections", 1L)
                    .containsEntry("listener.handshakes", 0L)
                    .containsEntry("listener.refused.memory", 0L)
                    .containsEntry("listener.refused.descriptors", 0L);
        }
    }

    @Test
    @DisplayName("a server can be stopped twice")
    void stopsTwice() {
        RunningServer server = start(new Echo(), Host.listening());
        server.stop();
        server.stop();
        assertThat(server.isRunning()).isFalse();
    }
}
