package dev.sluice.endtoend;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RunningGateway;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.middlewares.loadbalance.health.Counted;
import dev.sluice.middlewares.loadbalance.health.PassiveHealth;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two pools of a gateway that have the same upstream as a member. */
@Timeout(30)
class TwoPoolsTest {
    private final AtomicBoolean ill = new AtomicBoolean(true);
    private final List<Journal.Entry> noted = new CopyOnWriteArrayList<>();

    private FakeUpstream upstream() {
        return FakeUpstream.scripted(connection -> {
            while (connection.readRequest()) {
                connection.write(
                        ill.get() ? "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n" : Wires.OK);
            }
        });
    }

    private RunningGateway listening(
            FakeUpstream shared,
            FakeUpstream own,
            Consumer<PassiveHealth.Builder> api,
            Consumer<PassiveHealth.Builder> admin) {
        RunningGateway running = gateway(g -> {
                    g.pool("api", p -> p.member(shared.url()).member(own.url()).passiveHealth(api));
                    g.pool(
                            "admin",
                            p -> p.member(shared.url()).member(own.url()).passiveHealth(admin));
                    g.route("api", path("/api"), r -> r.forwardTo("api"));
                    g.route("admin", path("/admin"), r -> r.forwardTo("admin"));
                })
                .listen("127.0.0.1", 0);
        running.onDecision(noted::add);
        return running;
    }

    private static void ask(RunningGateway running, String target, int times) throws IOException {
        try (RawClient client = RawClient.connect(running.port())) {
            for (int i = 0; i < times; i++) {
                client.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n").answer();
            }
        }
    }

    private static void rules(PassiveHealth.Builder rules) {
        rules.counts(Counted.GATEWAY).ejection(Duration.ofMillis(50));
    }

    private static boolean isIn(RunningGateway running, String pool, FakeUpstream upstream) {
        return running.pool(pool).member(upstream.url()).orElseThrow().votes().isEmpty();
    }

    private List<String> noting(Class<? extends Decision> kind) {
        return noted.stream()
                .filter(entry -> kind.isInstance(entry.decision()))
                .map(Journal.Entry::where)
                .distinct()
                .toList();
    }

    @Test
    void whatRequestsOfOneHaveSeenTakesTheUpstreamOutOfBothAndBack() throws IOException {
        try (FakeUpstream shared = upstream();
                FakeUpstream own = FakeUpstream.answering(Wires.OK);
                RunningGateway running = listening(shared, own, TwoPoolsTest::rules, TwoPoolsTest::rules)) {
            ask(running, "/api", 6);
            assertThat(isIn(running, "api", shared)).isFalse();
            assertThat(isIn(running, "admin", shared)).isFalse();
            assertThat(noting(Decision.Ejected.class))
                    .containsExactlyInAnyOrder("pool api/balance#1", "pool admin/balance#1");
            ill.set(false);
            Eventually.holds("a trial of the one brings it back", () -> {
                try {
                    ask(running, "/admin", 1);
                } catch (IOException broken) {
                    throw new AssertionError(broken);
                }
                return isIn(running, "admin", shared) && isIn(running, "api", shared);
            });
            assertThat(noting(Decision.Returned.class))
                    .containsExactlyInAnyOrder("pool api/balance#1", "pool admin/balance#1");
        }
    }

    @Test
    void poolsWithOtherRulesSeeForThemselves() throws IOException {
        try (FakeUpstream shared = upstream();
                FakeUpstream own = FakeUpstream.answering(Wires.OK);
                RunningGateway running = listening(shared, own, TwoPoolsTest::rules, rules -> rules.failures(4))) {
            ask(running, "/api", 6);
            assertThat(isIn(running, "api", shared)).isFalse();
            assertThat(isIn(running, "admin", shared)).isTrue();
        }
    }
}
