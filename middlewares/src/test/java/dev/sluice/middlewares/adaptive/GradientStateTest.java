package dev.sluice.middlewares.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.middlewares.adaptive.LimitState.Bounds;
import dev.sluice.middlewares.adaptive.LimitState.Sample;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GradientStateTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Bounds BOUNDS = new Bounds(20, 3, 100);

    private final GradientState state = new GradientState(LimitAlgorithm.Gradient.DEFAULT, BOUNDS, 0);
    private long now;

    /** Answers one after the other, each admitted with so many in flight. */
    private void answers(int count, long latency, int inFlight) {
        for (int i = 0; i < count; i++) {
            answer(latency, inFlight, false);
        }
    }

    private void answer(long latency, int inFlight, boolean failed) {
        state.answered(new Sample(now, now + latency, latency, inFlight, failed));
        now += latency;
    }

    @Test
    void startsAtTheInitialLimitAndKeepsItUntilTheLatencyAtLowConcurrencyIsKnown() {
        assertThat(state.limit()).isEqualTo(20);
        answers(100, 30 * MS, 20);
        assertThat(state.limit()).isEqualTo(20);
    }

    @Test
    void growsWhileLatencyIsThatAtLowConcurrency() {
        answers(50, 20 * MS, 1);
        answers(10, 20 * MS, 20);
        assertThat(state.limit()).as("20 × 1.25 + √20").isEqualTo(29);
    }

    @Test
    void shrinksWhenLatencyGrows() {
        answers(50, 20 * MS, 1);
        answers(10, 50 * MS, 20);
        assertThat(state.limit()).as("20 × 1.25 × 20 / 50 + √20").isEqualTo(14);
    }

    @Test
    void neverLeavesItsBounds() {
        answers(50, 20 * MS, 1);
        for (int i = 0; i < 50; i++) {
            answers(10, 20 * MS, state.limit());
        }
        assertThat(state.limit()).isEqualTo(100);
        for (int i = 0; i < 50; i++) {
            answers(10, 9_000 * MS, state.limit());
        }
        assertThat(state.limit()).as("0.5 × 4 + √4").isBetween(3, 4);
    }

    @Test
    void doesNotDriftWhileLessThanHalfOfItIsInUse() {
        answers(50, 20 * MS, 1);
        answers(10_000, 20 * MS, 9);
        answers(10_000, 60 * MS, 9);
        assertThat(state.limit()).isEqualTo(20);
    }

    @Test
    void measuresAtTheMinimumWhenItMustRefuseAndKnowsNoBaseline() {
        answers(9, 40 * MS, 20);
        state.refused();
        answers(1, 40 * MS, 20);
        assertThat(state.limit()).isEqualTo(3);
        answers(10, 40 * MS, 20); // admitted before: they do not tell of low concurrency
        answers(49, 20 * MS, 3);
        assertThat(state.limit()).isEqualTo(3);
        answers(1, 20 * MS, 3);
        assertThat(state.limit()).isEqualTo(20);
        answers(10, 40 * MS, 20);
        assertThat(state.limit()).as("20 × 1.25 × 20 / 40 + √20").isEqualTo(16);
    }

    @Test
    void endsAMeasurementThatTakesLong() {
        state.refused();
        answers(10, 500 * MS, 20);
        assertThat(state.limit()).isEqualTo(3);
        answers(5, 500 * MS, 3);
        assertThat(state.limit()).isEqualTo(20);
    }

    @Test
    void doesNotMeasureAgainWhileNobodyIsRefused() {
        answers(50, 20 * MS, 1);
        now += TimeUnit.HOURS.toNanos(1);
        answers(10, 30 * MS, 20);
        assertThat(state.limit()).isGreaterThan(3);
    }

    @Test
    void measuresAgainWhenItHasFallenToHalfBecauseThenTheUpstreamItselfIsSlower() {
        answers(50, 20 * MS, 1);
        for (int i = 0; i < 4; i++) {
            state.refused();
            answers(10, 200 * MS, state.limit());
        }
        assertThat(state.limit()).isEqualTo(3);
        answers(50, 200 * MS, 3);
        state.refused();
        int before = state.limit();
        answers(10, 200 * MS, before);
        assertThat(state.limit()).as("200 ms are normal now").isGreaterThan(before);
    }

    @Test
    void learnsNothingFromAFailureThatComesAtOnce() {
        answers(50, 20 * MS, 1);
        for (int i = 0; i < 1_000; i++) {
            answer(MS, 20, true);
        }
        assertThat(state.limit()).isEqualTo(20);
    }

    @Test
    void learnsFromATimeoutThatTheUpstreamIsSlow() {
        answers(50, 20 * MS, 1);
        for (int i = 0; i < 10; i++) {
            answer(1_000 * MS, 20, true);
        }
        assertThat(state.limit()).isEqualTo(14);
    }

    @Test
    void ignoresLatenciesOfRequestsThatWereAdmittedUnderAnEarlierLimit() {
        answers(50, 20 * MS, 1);
        answers(10, 50 * MS, 20);
        int shrunk = state.limit();
        for (int i = 0; i < 100; i++) {
            state.answered(new Sample(now - 1, now + 200 * MS, 500 * MS, 20, false));
        }
        assertThat(state.limit()).isEqualTo(shrunk);
    }
}
