package dev.sluice.testkit;

import dev.sluice.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until a test moves it. A sleep moves it by its duration and returns immediately. */
public final class ManualTicker implements Ticker {
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong nanos = new AtomicLong();

    /** Moves the clock forward. */
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

    /** Returns immediately: with the clock unmoved if the latch is open, else moved as by a sleep. */
    @Override
    public boolean await(CountDownLatch latch, Duration atMost) {
        if (latch.getCount() > 0) {
            advance(atMost);
        }
        return latch.getCount() == 0;
    }
}
