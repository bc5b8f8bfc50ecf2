package dev.sluice.middlewares.rolling;

import dev.sluice.core.time.Ticker;
import java.time.Duration;

/** Divides time into periods of equal length, numbered from 1. Immutable. */
final class Periods {
    private final Ticker ticker;
    private final long origin;
    private final long length;

    Periods(Duration length, Ticker ticker) {
        if (length.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("length of a period must be at least 1 ms, is " + length);
        }
        this.ticker = ticker;
        this.origin = ticker.nanos();
        this.length = length.toNanos();
    }

    /** The length of one of so many in a window. In nanoseconds: {@code dividedBy} loads BigDecimal, a fortieth of a start. */
    static Duration of(Duration window, int count) {
        return Duration.ofNanos(window.toNanos() / count);
    }

    long now() {
        return (ticker.nanos() - origin) / length + 1;
    }
}
