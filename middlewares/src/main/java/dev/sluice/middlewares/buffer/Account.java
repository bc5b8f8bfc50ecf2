package dev.sluice.middlewares.buffer;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The bytes of a {@link BufferBudget} that are in use. Thread-safe. */
final class Account {
    private final BufferBudget budget;
    private final AtomicLong held = new AtomicLong();
    private final LongAdder spilled = new LongAdder();

    Account(BufferBudget budget) {
        this.budget = budget;
    }

    BufferBudget budget() {
        return budget;
    }

    /** How many bytes of the budget are in use. */
    long held() {
        return held.get();
    }

    /** Counts a body that has outgrown memory and is written to a file. */
    void spill() {
        spilled.increment();
    }

    /** How many bodies were written to files so far. */
    long spilled() {
        return spilled.sum();
    }

    boolean take(long bytes) {
        if (held.addAndGet(bytes) <= budget.bytes()) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void give(long bytes) {
        held.addAndGet(-bytes);
    }

    @Override
    public String toString() {
        return held() + " of " + budget.bytes() + " bytes";
    }
}
