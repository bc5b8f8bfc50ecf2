package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Proxy;
import dev.sluice.RunningProxy;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import io.helidon.webserver.WebServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the connection of an attempt that has lost. */
@Timeout(60)
class HedgedConnectionsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    /** Reads requests and answers none; tells when its connections are closed. */
    private static FakeUpstream silent(CountDownLatch closed) {
        return FakeUpstream.scripted(connection -> {
            try {
                connection.readRequest();
                connection.read();
            } finally {
                closed.countDown();
            }
        });
    }

    private static Proxy program(FakeUpstream first, FakeUpstream second) {
        return proxy().hedge(h -> h.delay(Duration.ofMillis(20)).budget(100, 100))
                .roundRobin(first.url(), second.url())
                .forward(f -> f.maxConnections(1).maxWaiting(0));
    }

    @Test
    void theConnectionOfTheLoserIsClosedAtOnceAndItsPlaceGivenBack() throws Exception {
        CountDownLatch closed = new CountDownLatch(4);
        try (FakeUpstream silent = silent(closed);
                FakeUpstream sound = FakeUpstream.answering(Wires.OK);
                RunningProxy gateway = Wires.start(program(silent, sound));
                RawClient client = RawClient.connect(gateway.port())) {
            for (int i = 0; i < 8; i++) { // one connection to each, and every second request meets the silent one first
                client.send(GET);
                assertThat(client.answer().body()).isEqualTo("ok");
            }
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(silent.connections()).isEqualTo(4);
            assertThat(sound.connections()).isEqualTo(1);
        }
    }

    @Test
    void theLoserIsCancelledOnThePortableHostToo() throws Exception {
        CountDownLatch closed = new CountDownLatch(2);
        try (FakeUpstream silent = silent(closed);
                FakeUpstream sound = FakeUpstream.answering(Wires.OK)) {
            Proxy proxy = program(silent, sound);
            WebServer server = WebServer.builder()
                    .port(0)
                    .routing(routing -> routing.addFeature(proxy))
                    .build()
                    .start();
            try (RawClient client = RawClient.connect(server.port())) {
                for (int i = 0; i < 4; i++) {
                    client.send(GET);
                    assertThat(client.answer().body()).isEqualTo("ok");
                }
                assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            } finally {
                server.stop();
            }
        }
    }

    @Test
    void aClientThatLeavesTakesBothAttemptsAlong() throws Exception {
        CountDownLatch closed = new CountDownLatch(2);
        try (FakeUpstream one = silent(closed);
                FakeUpstream two = silent(closed);
                RunningProxy gateway = Wires.start(program(one, two))) {
            try (RawClient client = RawClient.connect(gateway.port())) {
                client.send(GET);
                Eventually.holds(
                        "both are asked",
                        () -> !one.heads().isEmpty() && !two.heads().isEmpty());
            }
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
