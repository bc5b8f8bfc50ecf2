package dev.sluice.middlewares.buffer;

import java.util.concurrent.atomic.AtomicLong;

/** What is held of a {@link BufferBudget} now. Thread-safe. */
final class Account {
    private final BufferBudget budget;
    private final AtomicLong held = new AtomicLong();

    Account(BufferBudget budget) {
        this.budget = budget;
    }

    BufferBudget budget() {
        return budget;
    }

    /** Bytes that are held. */
    long held() {
        return held.get();
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
