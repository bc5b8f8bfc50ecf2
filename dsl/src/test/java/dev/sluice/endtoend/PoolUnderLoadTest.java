package dev.sluice.endtoend;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.PoolScope;
import dev.sluice.RunningGateway;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real upstream processes that are killed, frozen and started again under 500 requests a second. */
class PoolUnderLoadTest {
    private static final int PER_SECOND = 500;
    private static final long SECOND = 1_000_000_000L;

    private final List<UpstreamProcess> upstreams = new ArrayList<>();
    private final Queue<Journal.Entry> journal = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        upstreams.forEach(UpstreamProcess::close);
    }

    /** A gateway whose upstreams have run under load for a while: what is usual is not what a JVM takes that starts. */
    private RunningGateway listening(Consumer<PoolScope> pool) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            upstreams.add(new UpstreamProcess());
        }
        try (RunningGateway first = started(p -> {})) {
            new SteadyLoad(first.uri(), PER_SECOND).run(Duration.ofSeconds(2));
        }
        RunningGateway running = started(pool);
        running.onDecision(journal::add);
        return running;
    }

    private RunningGateway started(Consumer<PoolScope> pool) {
        return gateway(g -> {
                    g.pool("api", p -> {
                        upstreams.forEach(upstream -> p.member(upstream.url()));
                        pool.accept(p);
                    });
                    g.route("all", any(), r -> r.forwardTo("api"));
                })
                .listen("127.0.0.1", 0);
    }

    /** The picks of a member between two times of {@link System#nanoTime()}. */
    private long picks(UpstreamProcess upstream, long from, long to) {
        return journal.stream()
                .filter(entry -> entry.at() - from >= 0 && entry.at() - to < 0)
                .filter(entry -> entry.decision() instanceof Decision.Picked picked
                        && picked.upstream().toString().equals(upstream.url()))
                .count();
    }

    /** The share of a member among the picks of the second that begins at a time. */
    private double share(UpstreamProcess upstream, long from) {
        long all = upstreams.stream()
                .mapToLong(one -> picks(one, from, from + SECOND))
                .sum();
        return (double) picks(upstream, from, from + SECOND) / all;
    }

    /** What was decided about a member beside its picks, in milliseconds from a time on. */
    private List<String> told(UpstreamProcess upstream, long from) {
        return journal.stream()
                .filter(entry -> entry.at() - from >= 0)
                .filter(entry -> !(entry.decision() instanceof Decision.Picked
                        || entry.decision() instanceof Decision.Attempted))
                .filter(entry -> entry.decision().toString().contains(upstream.url()))
                .map(entry -> (entry.at() - from) / 1_000_000 + " ms " + entry.decision())
                .filter(told -> !told.contains("Retried"))
                .toList();
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
            assertThat(picks(dead, killed[0] + SECOND, back[0]))
                    .as("picks of the dead member from one second on: trials only")
                    .isLessThanOrEqualTo(5);
            assertThat(share(dead, back[0] + 4 * SECOND))
                    .as("share of the picks of a second after it is back")
                    .isGreaterThan(1 / 6.0);
        }
    }

    @Test
    void aFrozenMemberIsOutOfTheRotationWithinASecondAndComesBackWithinTwoIntervalsOfItsCheck()
            throws InterruptedException {
        Duration interval = Duration.ofMillis(500);
        try (RunningGateway running = listening(p -> p.retry("IsNetworkError() && Attempts() < 3")
                .forwarding(f -> f.attemptTimeout(Duration.ofSeconds(2)))
                .health(h -> h.path("/healthz").interval(interval).timeout(Duration.ofMillis(250))))) {
            UpstreamProcess frozen = upstreams.getFirst();
            long[] stopped = new long[1];
            long[] back = new long[1];
            Map<String, Integer> answers = new SteadyLoad(running.uri(), PER_SECOND)
                    .at(Duration.ofSeconds(2), () -> {
                        stopped[0] = System.nanoTime();
                        frozen.freeze();
                    })
                    .at(Duration.ofSeconds(6), () -> {
                        frozen.thaw();
                        back[0] = System.nanoTime();
                    })
                    .run(Duration.ofSeconds(9));
            assertThat(answers).isEqualTo(Map.of("200", 9 * PER_SECOND));
            assertThat(picks(frozen, stopped[0] + SECOND, back[0]))
                    .as("picks of the frozen member from one second on: trials only; %s", told(frozen, stopped[0]))
                    .isLessThanOrEqualTo(5);
            assertThat(share(frozen, back[0] + 2 * interval.toNanos()))
                    .as("share of the picks of a second after two intervals; %s", told(frozen, stopped[0]))
                    .isGreaterThan(1 / 6.0);
        }
    }

    @Test
    void aMemberThatIsBackGetsNoMoreThanItsShareOfTheSlowStart() throws InterruptedException {
        Duration window = Duration.ofSeconds(4);
        try (RunningGateway running =
                listening(p -> p.retry("IsNetworkError() && Attempts() < 3").passiveHealth(h -> h.slowStart(window)))) {
            UpstreamProcess dead = upstreams.getFirst();
            Map<String, Integer> answers = new SteadyLoad(running.uri(), PER_SECOND)
                    .at(Duration.ofSeconds(1), dead::kill)
                    .at(Duration.ofSeconds(3), dead::restart)
                    .run(Duration.ofSeconds(12));
            assertThat(answers).isEqualTo(Map.of("200", 12 * PER_SECOND));
            long begun = journal.stream()
                    .filter(entry -> entry.decision() instanceof Decision.Warming)
                    .mapToLong(Journal.Entry::at)
                    .max()
                    .orElseThrow();
            double turn = PER_SECOND / 3.0;
            for (int second = 0; second < 4; second++) {
                long begin = begun + second * SECOND;
                assertThat((double) picks(dead, begin, begin + SECOND))
                        .as("picks in second %d of the slow start", second)
                        .isLessThan(turn * (second + 1) / 4 * 1.5 + 10);
            }
        }
    }
}
