package dev.sluice.middlewares.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.middlewares.adaptive.LimitState.Bounds;
import dev.sluice.middlewares.adaptive.LimitState.Sample;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AimdStateTest {
    private static final long IN_TIME = Duration.ofMillis(100).toNanos();

    private final AimdState state =
            new AimdState(new LimitAlgorithm.Aimd(Duration.ofMillis(100), 90), new Bounds(20, 3, 25));
    private long now;

    private void answer(long latency, int inFlight, boolean failed) {
        state.answered(new Sample(now, now + latency, latency, inFlight, failed));
        now += latency;
    }

    @Test
    void growsByOneForEachLimitsWorthOfAnswersInTime() {
        for (int i = 0; i < 21; i++) {
            answer(IN_TIME, 20, false);
        }
        assertThat(state.limit()).isEqualTo(21);
    }

    @Test
    void stopsAtTheMaximum() {
        for (int i = 0; i < 1_000; i++) {
            answer(IN_TIME, 20, false);
        }
        assertThat(state.limit()).isEqualTo(25);
    }

    @Test
    void shrinksByAShareWhenAnAnswerIsLateOrFails() {
        answer(IN_TIME + 1, 20, false);
        assertThat(state.limit()).isEqualTo(18);
        answer(1, 18, true);
        assertThat(state.limit()).isEqualTo(16);
    }

    @Test
    void shrinksOnceForTheRequestsOfOneRoundTrip() {
        for (int i = 0; i < 20; i++) {
            state.answered(new Sample(i, 2 * IN_TIME + i, 2 * IN_TIME, 20, false));
        }
        assertThat(state.limit()).isEqualTo(18);
    }

    @Test
    void stopsAtTheMinimum() {
        for (int i = 0; i < 1_000; i++) {
            answer(IN_TIME + 1, 20, false);
        }
        assertThat(state.limit()).isEqualTo(3);
    }

    @Test
    void doesNotDriftWhileLessThanHalfOfItIsInUse() {
        for (int i = 0; i < 10_000; i++) {
            answer(1, 9, false);
        }
        assertThat(state.limit()).isEqualTo(20);
    }
}
