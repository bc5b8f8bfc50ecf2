package dev.sluice.middlewares.rolling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The cases of oxy's {@code memmetrics/ratio_test.go}. */
class RatioCounterTest {
    private final ManualTicker ticker = new ManualTicker();

    private RatioCounter ratio(int buckets) {
        return new RatioCounter(buckets, Duration.ofSeconds(1), ticker);
    }

    private void wait(int seconds) {
        ticker.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void isNotReadyWithoutData() {
        assertFalse(ratio(10).ready());
        assertEquals(0.0, ratio(10).ratio());
    }

    @Test
    void isOneWithHitsOnlyAndZeroWithMissesOnly() {
        RatioCounter hits = ratio(1);
        hits.count(true);
        assertTrue(hits.ready());
        assertEquals(1.0, hits.ratio());
        RatioCounter misses = ratio(1);
        misses.count(false);
        assertTrue(misses.ready());
        assertEquals(0.0, misses.ratio());
    }

    @Test
    void rollsOverItsWindow() {
        RatioCounter counter = ratio(3);
        counter.count(false);
        wait(1);
        counter.count(true);
        wait(1);
        counter.count(true);
        assertTrue(counter.ready());
        assertEquals(2.0 / 3, counter.ratio());
        wait(1);
        counter.count(true);
        counter.count(false);
        counter.count(false);
        assertEquals(3.0 / 5, counter.ratio());
        wait(2);
        counter.count(false);
        assertEquals(1.0 / 4, counter.ratio());
    }

    @Test
    void forgetsEverythingAfterALongSilence() {
        RatioCounter counter = ratio(2);
        counter.count(false);
        wait(1);
        counter.count(true);
        assertEquals(0.5, counter.ratio());
        wait(100);
        counter.count(true);
        assertEquals(1.0, counter.ratio());
    }

    @Test
    void startsAgainAfterAReset() {
        RatioCounter counter = ratio(1);
        counter.count(false);
        counter.count(true);
        assertEquals(0.5, counter.ratio());
        counter.reset();
        assertFalse(counter.ready());
        counter.count(true);
        assertTrue(counter.ready());
        assertEquals(1.0, counter.ratio());
    }
}
