package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.time.Timers.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualTimersTest {
    private final ManualTimers timers = new ManualTimers();
    private final List<String> ran = new ArrayList<>();

    private Timer timer(String name) {
        return timers.deadline(() ->
                ran.add(name + " " + Duration.ofNanos(timers.ticker().nanos()).toSeconds()));
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }

    @Test
    void timersRunInTheirOrderAndEachAtItsTime() {
        timer("late").set(seconds(3));
        timer("early").set(seconds(1));
        timer("never").set(seconds(5));
        timers.advance(seconds(4));
        assertThat(ran).containsExactly("early 1", "late 3");
        assertThat(timers.ticker().nanos()).isEqualTo(seconds(4).toNanos());
    }

    @Test
    void oneThatSetsItselfAgainRunsAgainOnTheWay() {
        Timer[] self = new Timer[1];
        self[0] = timers.deadline(() -> {
            ran.add("tick");
            self[0].set(seconds(1));
        });
        self[0].set(seconds(1));
        timers.advance(seconds(3));
        assertThat(ran).hasSize(3);
    }

    @Test
    void oneThatWasClearedOrClosedDoesNotRun() {
        Timer cleared = timer("cleared");
        Timer closed = timer("closed");
        cleared.set(seconds(1));
        closed.set(seconds(1));
        assertThat(cleared.clearInTime()).isTrue();
        closed.close();
        timers.advance(seconds(2));
        assertThat(ran).isEmpty();
        assertThat(timers.size()).isEqualTo(1);
        assertThat(cleared.clearInTime()).isFalse();
    }

    @Test
    void whatWasSetIsToldOnce() throws InterruptedException {
        Timer timer = timer("a");
        timer.set(seconds(2));
        timer.set(Duration.ZERO);
        assertThat(timers.nextSet()).isEqualTo(seconds(2));
        assertThat(timers.nextSetAlready()).isEmpty();
    }

    @Test
    void tasksRunInlineIfThatIsAskedFor() {
        ManualTimers.inline()
                .startThread("task", () -> ran.add(Thread.currentThread().toString()));
        assertThat(ran).containsExactly(Thread.currentThread().toString());
    }
}
