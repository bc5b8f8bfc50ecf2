package dev.sluice.middlewares.retry;

/** Who is active and who of them is retrying. Guarded by its own lock. */
final class Ledger {
    private final RetryBudget budget;
    private int active;
    private int retrying;

    Ledger(RetryBudget budget) {
        this.budget = budget;
    }

    synchronized void begin() {
        active++;
    }

    synchronized boolean beginRetry() {
        boolean allowed = budget.allows(retrying, active);
        if (allowed) {
            retrying++;
        }
        return allowed;
    }

    synchronized void end(boolean retried) {
        active--;
        if (retried) {
            retrying--;
        }
    }
}
