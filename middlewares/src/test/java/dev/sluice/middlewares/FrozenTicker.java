package dev.sluice.middlewares;

import dev.sluice.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/** Time stands still: a sleep ends only by an interrupt. */
public final class FrozenTicker implements Ticker {
    @Override
    public long nanos() {
        return 0;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public void sleep(Duration duration) {
        await(new CountDownLatch(1), duration);
    }

    @Override
    public boolean await(CountDownLatch latch, Duration atMost) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return latch.getCount() == 0;
    }
}
