package dev.sluice.middlewares.rolling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RollingCounterTest {
    private final ManualTicker ticker = new ManualTicker();
    private final RollingCounter counter = new RollingCounter(3, Duration.ofSeconds(1), ticker);

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        counter.add(1);
        ticker.advance(Duration.ofSeconds(1));
        counter.add(10);
        ticker.advance(Duration.ofSeconds(1));
        counter.add(100);
        assertEquals(111, counter.count());
        ticker.advance(Duration.ofSeconds(1));
        assertEquals(110, counter.count());
        ticker.advance(Duration.ofSeconds(2));
        assertEquals(0, counter.count());
    }

    @Test
    void writesOverABucketOfAnEarlierRound() {
        counter.add(5);
        ticker.advance(Duration.ofMinutes(5));
        counter.add(2);
        assertEquals(2, counter.count());
    }

    @Test
    void knowsInHowManyBucketsItHasCounted() {
        counter.add(1);
        counter.add(1);
        assertEquals(1, counter.countedBuckets());
        ticker.advance(Duration.ofSeconds(1));
        counter.add(1);
        assertEquals(2, counter.countedBuckets());
        ticker.advance(Duration.ofSeconds(30));
        assertEquals(2, counter.countedBuckets());
        counter.reset();
        assertEquals(0, counter.countedBuckets());
        assertEquals(0, counter.count());
    }

    @Test
    void stopsInsteadOfOverflowing() {
        counter.add(0xffff_ffffL);
        counter.add(0xffff_ffffL);
        assertEquals(0xffff_ffffL, counter.count());
    }

    @Test
    void refusesAWindowWithoutBuckets() {
        assertThrows(IllegalArgumentException.class, () -> new RollingCounter(0, Duration.ofSeconds(1), ticker));
        assertThrows(IllegalArgumentException.class, () -> new RollingCounter(1, Duration.ofNanos(1), ticker));
    }

    @Property(tries = 200)
    void equalsAListOfEverySecond(@ForAll @Size(max = 60) List<@IntRange(max = 4) Integer> steps) {
        ManualTicker time = new ManualTicker();
        RollingCounter rolling = new RollingCounter(4, Duration.ofSeconds(1), time);
        Deque<Integer> seconds = new ArrayDeque<>(List.of(0, 0, 0, 0));
        for (int step : steps) {
            time.advance(Duration.ofSeconds(step));
            for (int i = 0; i < step; i++) {
                seconds.removeFirst();
                seconds.addLast(0);
            }
            rolling.add(step + 1);
            seconds.addLast(seconds.removeLast() + step + 1);
            assertEquals(seconds.stream().mapToInt(Integer::intValue).sum(), rolling.count());
        }
    }

    @Test
    void losesNothingUnderConcurrency() throws InterruptedException {
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    for (int n = 0; n < 50_000; n++) {
                        counter.add(1);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(200_000, counter.count());
    }
}
