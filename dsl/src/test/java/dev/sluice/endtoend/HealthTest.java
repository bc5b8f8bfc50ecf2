package dev.sluice.endtoend;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RunningGateway;
import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.health.HealthCheck;
import dev.sluice.middlewares.loadbalance.health.HealthChecks;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Active checks over the forwarder's own connections. */
@Timeout(30)
class HealthTest {
    private static final Duration OFTEN = Duration.ofMillis(20);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> checks = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private FakeUpstream upstream(String name, AtomicBoolean ill) {
        return opened(FakeUpstream.scripted(connection -> {
            for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
                boolean check = head.startsWith("GET /healthz ");
                if (check) {
                    checks.add(head);
                }
                String status = check && ill.get() ? "503 No" : "200 OK";
                connection.write("HTTP/1.1 " + status + "\r\nContent-Length: 1\r\n\r\n" + name);
            }
        }));
    }

    private RunningGateway listening(FakeUpstream a, FakeUpstream b, Consumer<HealthCheck.Builder> check) {
        return opened(gateway(g -> {
                    g.pool("api", p -> p.member(a.url()).member(b.url()).health(check));
                    g.route("all", any(), r -> r.forwardTo("api"));
                })
                .listen("127.0.0.1", 0));
    }

    private static String answer(RunningGateway running) throws IOException {
        try (RawClient client = RawClient.connect(running.port())) {
            return client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").answer().body();
        }
    }

    private static void untilIn(RunningGateway running, Upstream... members) {
        Eventually.holds(
                List.of(members) + " are in",
                () -> running.pool("api").taking().stream()
                        .map(member -> member.upstream())
                        .toList()
                        .equals(List.of(members)));
    }

    @Test
    void aMemberWhoseChecksFailIsOutAndBackWhenTheyPass() throws IOException {
        AtomicBoolean ill = new AtomicBoolean(true);
        FakeUpstream a = upstream("a", ill);
        FakeUpstream b = upstream("b", new AtomicBoolean());
        RunningGateway running = listening(
                a,
                b,
                check -> check.path("/healthz").host("checked.test").startsOut().interval(OFTEN));
        untilIn(running, b.upstream());
        assertThat(List.of(answer(running), answer(running))).containsOnly("b");
        ill.set(false);
        untilIn(running, a.upstream(), b.upstream());
        assertThat(List.of(answer(running), answer(running))).containsExactlyInAnyOrder("a", "b");
        assertThat(checks.peek()).contains("Host: checked.test");
        assertThat(running.pool("api").judges(HealthChecks.class).getFirst().last())
                .containsKeys(a.upstream(), b.upstream());
    }

    @Test
    void aCheckCanBeAConnectionAlone() throws IOException {
        FakeUpstream a = upstream("a", new AtomicBoolean());
        FakeUpstream b = upstream("b", new AtomicBoolean());
        a.close();
        RunningGateway running =
                listening(a, b, check -> check.tcp().startsOut().interval(OFTEN));
        untilIn(running, b.upstream());
        assertThat(answer(running)).isEqualTo("b");
        assertThat(checks).isEmpty();
    }

    @Test
    void checksStopWithTheGateway() {
        FakeUpstream a = upstream("a", new AtomicBoolean());
        FakeUpstream b = upstream("b", new AtomicBoolean());
        RunningGateway running =
                listening(a, b, check -> check.path("/healthz").startsOut().interval(OFTEN));
        untilIn(running, a.upstream(), b.upstream());
        HealthChecks judge = running.pool("api").judges(HealthChecks.class).getFirst();
        running.close();
        assertThat(judge.last()).isEmpty();
        Eventually.holds("no connection is left", () -> a.openConnections() + b.openConnections() == 0);
    }
}
