package dev.sluice.endtoend;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.PoolScope;
import dev.sluice.RunningGateway;
import dev.sluice.core.Decision;
import dev.sluice.core.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real upstream processes that are killed, frozen and started again under 500 requests a second. */
class PoolUnderLoadTest {
    private static final int PER_SECOND = 500;

    private final List<UpstreamProcess> upstreams = new ArrayList<>();
    private final List<Journal.Entry> journal = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        upstreams.forEach(UpstreamProcess::close);
    }

    private RunningGateway listening(Consumer<PoolScope> pool) {
        for (int i = 0; i < 3; i++) {
            upstreams.add(new UpstreamProcess());
        }
        RunningGateway running = gateway(g -> {
                    g.pool("api", p -> {
                        upstreams.forEach(upstream -> p.member(upstream.url()));
                        pool.accept(p);
                    });
                    g.route("all", any(), r -> r.forwardTo("api"));
                })
                .listen("127.0.0.1", 0);
        running.onDecision(journal::add);
        return running;
    }

    /** The picks of a member between two times of {@link System#nanoTime()}. */
    private long picks(UpstreamProcess upstream, long from, long to) {
        return journal.stream()
                .filter(entry -> entry.at() - from >= 0 && entry.at() - to < 0)
                .filter(entry -> entry.decision() instanceof Decision.Picked picked
                        && picked.upstream().toString().equals(upstream.url()))
                .count();
    }

    @Test
    void noIdempotentRequestFailsWhenOneOfThreeIsKilledAndItComesBackAfterItsRestart() throws InterruptedException {
        try (RunningGateway running = listening(p -> p.retry("IsNetworkError() && Attempts() < 3"))) {
            UpstreamProcess dead = upstreams.getFirst();
            long[] killed = new long[1];
            long[] back = new long[1];
            Map<String, Integer> answers = new SteadyLoad(running.uri(), PER_SECOND)
                    .at(Duration.ofSeconds(2), () -> {
                        killed[0] = System.nanoTime();
                        dead.kill();
                    })
                    .at(Duration.ofSeconds(5), () -> {
                        dead.restart();
                        back[0] = System.nanoTime();
                    })
                    .run(Duration.ofSeconds(10));
            assertThat(answers).isEqualTo(Map.of("200", 10 * PER_SECOND));
            long second = 1_000_000_000L;
            assertThat(picks(dead, killed[0] + second, back[0]))
                    .as("picks of the dead member from one second on: trials only")
                    .isLessThanOrEqualTo(5);
            assertThat(picks(dead, back[0] + 4 * second, back[0] + 5 * second))
                    .as("picks in a second after it is back")
                    .isGreaterThan(PER_SECOND / 6);
        }
    }
}
