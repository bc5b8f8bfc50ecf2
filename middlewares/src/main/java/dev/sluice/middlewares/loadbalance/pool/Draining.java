package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.time.Ticker;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The vote of an operator who wants a member to leave in peace: it gets no new clients, and sticky ones go on. When the drain
 * is over, the pool removes the member.
 */
final class Draining implements Vote {
    private final BooleanSupplier over;

    private Draining(BooleanSupplier over) {
        this.over = over;
    }

    static Draining withoutEnd() {
        return new Draining(() -> false);
    }

    static Draining until(Ticker ticker, Duration lasts) {
        long end = ticker.nanos() + lasts.toNanos();
        return new Draining(() -> ticker.nanos() - end >= 0);
    }

    boolean isOver() {
        return over.getAsBoolean();
    }

    @Override
    public String judge() {
        return "drain";
    }

    @Override
    public Standing standing() {
        return Standing.OUT;
    }

    @Override
    public boolean admits() {
        return !isOver();
    }

    @Override
    public boolean sparesSticky() {
        return true;
    }

    @Override
    public String toString() {
        return "draining";
    }
}
