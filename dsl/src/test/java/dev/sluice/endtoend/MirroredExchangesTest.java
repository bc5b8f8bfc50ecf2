package dev.sluice.endtoend;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.Gateway;
import dev.sluice.ProgramException;
import dev.sluice.RunningGateway;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.middlewares.mirror.MirrorOptions;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import io.helidon.webserver.WebServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Copies of requests on the wire, and what the client sees of them: nothing. */
@Timeout(60)
class MirroredExchangesTest {
    private static final String CHUNKS = "5\r\norder\r\n0\r\n\r\n";
    private static final String POST = "POST /orders HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String OTHER = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother";

    private final List<String> bodies = new CopyOnWriteArrayList<>();

    private static Gateway mirroring(FakeUpstream api, FakeUpstream next, Consumer<MirrorOptions.Builder> options) {
        return gateway(g -> {
            g.pool("api", p -> p.member(api.url()));
            g.pool("next", p -> p.member(next.url()));
            g.route("all", any(), r -> r.mirror("next", options).forwardTo("api"));
        });
    }

    /** Reads requests with a length, keeps their bodies, answers all alike. */
    private FakeUpstream keeping(String answer) {
        return FakeUpstream.scripted(connection -> {
            while (connection.readRequest()) {
                bodies.add(connection.body());
                connection.write(answer);
            }
        });
    }

    private static FakeUpstream silent() {
        return FakeUpstream.scripted(connection -> {
            connection.readRequest();
            connection.awaitClose();
        });
    }

    @Test
    void theMirrorGetsTheRequestWithItsBodyAndAMark() throws Exception {
        try (FakeUpstream api = FakeUpstream.scripted(connection -> {
                    connection.readHead();
                    connection.read(CHUNKS.length());
                    connection.write(Wires.OK);
                    connection.awaitClose();
                });
                FakeUpstream next = keeping(OTHER);
                RunningGateway running =
                        mirroring(api, next, m -> m.compareBody(100)).listen("127.0.0.1", 0);
                RawClient client = RawClient.connect(running.port())) {
            List<Journal.Entry> noted = new CopyOnWriteArrayList<>();
            running.onDecision(noted::add);
            client.send(POST + CHUNKS);
            assertThat(client.answer().body()).isEqualTo("ok");
            Eventually.holds(
                    "the copy was answered",
                    () -> running.stats().numbers().entrySet().stream()
                            .anyMatch(stat -> stat.getKey().endsWith("mirror.different") && stat.getValue() == 1));
            assertThat(bodies).containsExactly("order");
            assertThat(next.heads())
                    .singleElement()
                    .asString()
                    .startsWith("POST /orders HTTP/1.1\r\n")
                    .contains("\r\nX-Shadow: 1\r\n");
            assertThat(api.heads()).singleElement().asString().doesNotContain("X-Shadow");
            Eventually.holds(
                    "it is noted",
                    () -> noted.stream()
                            .anyMatch(entry ->
                                    entry.decision().equals(new Decision.Mirrored("next", 200, List.of("body")))));
        }
    }

    @Test
    void clientsAreServedBesideAMirrorThatIsFrozenOrDead() throws Exception {
        FakeUpstream dead = silent();
        dead.close();
        try (FakeUpstream api = FakeUpstream.answering(Wires.OK);
                FakeUpstream frozen = silent()) {
            for (FakeUpstream next : List.of(frozen, dead)) {
                try (RunningGateway running =
                                mirroring(api, next, m -> m.maxInFlight(3)).listen("127.0.0.1", 0);
                        RawClient client = RawClient.connect(running.port())) {
                    for (int i = 0; i < 50; i++) {
                        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                        assertThat(client.answer().body()).isEqualTo("ok");
                    }
                }
            }
            assertThat(frozen.connections()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void thePortableHostMirrorsToo() throws Exception {
        try (FakeUpstream api = FakeUpstream.answering(Wires.OK);
                FakeUpstream next = FakeUpstream.answering(OTHER)) {
            Gateway gateway = mirroring(api, next, m -> {});
            WebServer server = WebServer.builder()
                    .port(0)
                    .routing(routing -> routing.addFeature(gateway))
                    .build()
                    .start();
            try (RawClient client = RawClient.connect(server.port())) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\norder");
                assertThat(client.answer().body()).isEqualTo("ok");
                Eventually.holds("the mirror is asked", () -> !next.heads().isEmpty());
            } finally {
                server.stop();
            }
        }
    }

    @Test
    void aMirrorThatIsNoPoolIsAMistakeOfTheProgram() {
        assertThatThrownBy(() -> gateway(g -> {
                    g.pool("api", p -> p.member("http://127.0.0.1:1"));
                    g.route("all", any(), r -> r.mirror("nxt").forwardTo("api"));
                }))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("mirror: there is no pool \"nxt\"");
    }
}
