package dev.sluice.middlewares.retry;

/**
 * How many exchanges are active, how many of them are retrying, and how many new picks have not helped so far. Guarded by
 * its own lock.
 *
 * <p>A new pick is an attempt elsewhere after one that provably did not reach its upstream. It adds no load to anybody but
 * the member that is tried instead, so it is outside the budget as long as new picks help: an exchange that reaches
 * somebody in the end takes back as many as it has made. If half as many have not helped as there are active exchanges,
 * nobody can be reached, and the budget decides. While they are under way they count as retries there.
 */
final class Ledger {
    private static final int ALWAYS = 8;

    private final RetryBudget budget;
    private int active;
    private int retrying;
    private int picking;
    private int unhelpful;

    Ledger(RetryBudget budget) {
        this.budget = budget;
    }

    synchronized void begin() {
        active++;
    }

    synchronized boolean beginRetry() {
        boolean allowed = budget.allows(retrying + picking, active);
        if (allowed) {
            retrying++;
        }
        return allowed;
    }

    synchronized boolean beginNewPick() {
        boolean allowed = unhelpful < Math.max(ALWAYS, active / 2);
        if (allowed) {
            unhelpful++;
            picking++;
        }
        return allowed;
    }

    /** New picks are answered, whatever they have met. */
    synchronized void endNewPick() {
        picking--;
    }

    /** An exchange has reached somebody after so many attempts that had not. */
    synchronized void helped(int unreached) {
        unhelpful = Math.max(0, unhelpful - unreached);
    }

    synchronized void end(boolean retried) {
        active--;
        if (retried) {
            retrying--;
        }
    }
}
