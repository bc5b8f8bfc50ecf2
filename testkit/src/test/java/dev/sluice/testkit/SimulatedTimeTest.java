package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SimulatedTimeTest {
    private final SimulatedTime time = new SimulatedTime();
    private final List<String> events = new ArrayList<>();

    private void note(String event) {
        events.add(Duration.ofNanos(time.nanos()).toMillis() + " " + event);
    }

    @Test
    void runsWhoIsDueNextAndJumpsThere() {
        time.after(Duration.ofMillis(10), () -> {
            note("a");
            time.sleep(Duration.ofMillis(20));
            note("a");
        });
        time.after(Duration.ofMillis(20), () -> note("b"));
        time.run();
        assertThat(events).containsExactly("10 a", "20 b", "30 a");
    }

    @Test
    void resumesWhoWaitsForALatchWhenItOpensOrItsTimeIsOver() {
        CountDownLatch latch = new CountDownLatch(1);
        time.after(Duration.ZERO, () -> note("short " + time.await(latch, Duration.ofMillis(5))));
        time.after(Duration.ZERO, () -> note("long " + time.await(latch, Duration.ofMillis(50))));
        time.after(Duration.ofMillis(10), latch::countDown);
        time.run();
        assertThat(events).containsExactly("5 short false", "10 long true");
    }

    @Test
    void runsATimerOnceAtItsLatestTimeUnlessItWasCleared() {
        Timers.Timer moved = time.deadline(() -> note("moved"));
        Timers.Timer cleared = time.deadline(() -> note("cleared"));
        Timers.Timer zero = time.deadline(() -> note("zero"));
        moved.set(Duration.ofMillis(5));
        cleared.set(Duration.ofMillis(5));
        zero.set(Duration.ofMillis(5));
        time.after(Duration.ofMillis(1), () -> {
            moved.set(Duration.ofMillis(9));
            cleared.close();
            zero.set(Duration.ZERO);
        });
        time.run();
        assertThat(events).containsExactly("10 moved");
    }

    @Test
    void tellsOfTasksThatFail() {
        time.after(Duration.ZERO, () -> {
            throw new IllegalStateException("bug");
        });
        assertThatThrownBy(time::run).isInstanceOf(AssertionError.class).hasRootCauseMessage("bug");
    }
}
