package dev.sluice.middlewares.rolling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RollingHistogramTest {
    private final ManualTicker ticker = new ManualTicker();
    private final RollingHistogram histogram = new RollingHistogram(3, Duration.ofSeconds(10), ticker);

    private void record(int... millis) {
        IntStream.of(millis).mapToObj(Duration::ofMillis).forEach(histogram::record);
    }

    private void assertQuantile(double millis, double percent) {
        double actual = histogram.latencyAtQuantile(percent).toNanos() / 1e6;
        assertEquals(millis, actual, millis * 0.01, percent + " %");
    }

    @Test
    void isZeroWithoutData() {
        assertEquals(Duration.ZERO, histogram.latencyAtQuantile(99.9));
    }

    @Test
    void tellsQuantilesToTwoDigits() {
        record(IntStream.rangeClosed(1, 1000).toArray());
        assertQuantile(500, 50);
        assertQuantile(990, 99);
        assertQuantile(1000, 100);
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        record(900);
        ticker.advance(Duration.ofSeconds(10));
        record(90);
        ticker.advance(Duration.ofSeconds(10));
        record(9);
        assertEquals(3, histogram.merged().getTotalCount());
        ticker.advance(Duration.ofSeconds(10));
        assertQuantile(90, 100);
        ticker.advance(Duration.ofSeconds(10));
        assertQuantile(9, 100);
        ticker.advance(Duration.ofSeconds(1000));
        assertEquals(0, histogram.merged().getTotalCount());
    }

    @Test
    void keepsWhatWasRecordedInAPeriodThatNobodyLookedAt() {
        record(7);
        ticker.advance(Duration.ofSeconds(20));
        assertQuantile(7, 50);
    }

    @Test
    void takesTheShortestAndTheLongest() {
        histogram.record(Duration.ZERO);
        histogram.record(Duration.ofDays(400));
        assertEquals(Duration.ofNanos(1000), histogram.latencyAtQuantile(0));
        assertQuantile(3_600_000, 100);
    }

    @Test
    void losesNothingUnderConcurrency() throws InterruptedException {
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    for (int n = 0; n < 20_000; n++) {
                        histogram.record(Duration.ofMillis(n % 50));
                        if (n % 5_000 == 0) {
                            histogram.merged();
                        }
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(80_000, histogram.merged().getTotalCount());
    }

    @Test
    void refusesAWindowWithoutBuckets() {
        assertThrows(IllegalArgumentException.class, () -> new RollingHistogram(0, Duration.ofSeconds(1), ticker));
    }
}
