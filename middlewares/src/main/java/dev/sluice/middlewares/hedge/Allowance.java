package dev.sluice.middlewares.hedge;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of a {@link HedgeBudget} is left: each request earns its percentage of an attempt, up to the burst, and each
 * attempt that hedging adds spends a whole one. Counted in hundredths of an attempt. Thread-safe, without a lock.
 */
final class Allowance {
    private static final long ATTEMPT = 100;

    private final int percent;
    private final long most;
    private final AtomicLong saved;

    Allowance(HedgeBudget budget) {
        percent = budget.percent();
        most = budget.burst() * ATTEMPT;
        saved = new AtomicLong(most);
    }

    /** Earns the share of one more request that could be hedged. Costs one read while the allowance is full. */
    void earn() {
        if (saved.get() < most) {
            saved.accumulateAndGet(percent, (held, more) -> Math.min(most, held + more));
        }
    }

    /** Spends one attempt, if the allowance has one; returns whether it did. */
    boolean spend() {
        long before = saved.getAndUpdate(held -> held >= ATTEMPT ? held - ATTEMPT : held);
        return before >= ATTEMPT;
    }

    /** Returns a spent attempt that was not made after all. */
    void giveBack() {
        saved.accumulateAndGet(ATTEMPT, (held, more) -> Math.min(most, held + more));
    }
}
