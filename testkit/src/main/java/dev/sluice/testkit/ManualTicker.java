package dev.sluice.testkit;

import dev.sluice.core.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Time that only a test moves. A sleep moves it by its length and returns at once. */
public final class ManualTicker implements Ticker {
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong nanos = new AtomicLong();

    /** Moves time forward. */
    public void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public Instant now() {
        return EPOCH.plusNanos(nanos.get());
    }

    @Override
    public void sleep(Duration duration) {
        advance(duration);
    }

    /** Like a sleep, unless the latch is open. */
    @Override
    public boolean await(CountDownLatch latch, Duration atMost) {
        if (latch.getCount() > 0) {
            advance(atMost);
        }
        return latch.getCount() == 0;
    }
}
