package dev.sluice.middlewares.retry;

import dev.sluice.core.time.Ticker;

/**
 * Counts the exchanges that are active, those that are retrying, and the new picks that have not helped so far: the
 * base of the retry budget. Guarded by its own lock.
 *
 * <p>A new pick is an attempt elsewhere after one that provably did not reach its upstream. Since the first upstream
 * has got nothing, it adds no load, and is not limited by the budget as long as new picks help: an exchange that
 * reaches a member in the end takes its new picks off the count. Once the new picks that have not helped are half as
 * many as the active exchanges, most members are unreachable, and new picks are limited by the budget too. New picks
 * that are under way count as retries in the budget.
 *
 * <p>Each exchange that ends without a retry saves a share of one, for a second or two and up to the reserve of the
 * budget. What is saved is spent when the share of the active exchanges is used up: when a member dies, all that it had
 * in flight is retried at once. A retry that fails too costs ten of those that are saved, as nobody else seems to be
 * there.
 */
final class Ledger {
    private static final int ALWAYS = 8;
    private static final int RETRY = 100;
    private static final long SECOND = 1_000_000_000L;
    private static final int IN_VAIN = 10 * RETRY;

    private final RetryBudget budget;
    private final Ticker ticker;
    private int active;
    private int retrying;
    private int picking;
    private int unhelpful;
    /** In hundredths of a retry: those of this second, and of the one before. */
    private long saved;

    private long savedBefore;
    private long second;

    Ledger(RetryBudget budget, Ticker ticker) {
        this.budget = budget;
        this.ticker = ticker;
    }

    synchronized void begin() {
        active++;
    }

    synchronized boolean beginRetry() {
        boolean allowed = budget.allows(retrying + picking, active) || spent();
        if (allowed) {
            retrying++;
        }
        return allowed;
    }

    private boolean spent() {
        forgetOld();
        if (savedBefore + saved < RETRY) {
            return false;
        }
        lose(RETRY);
        return true;
    }

    private void lose(long hundredths) {
        long old = Math.min(savedBefore, hundredths);
        savedBefore -= old;
        saved = Math.max(0, saved - (hundredths - old));
    }

    private void forgetOld() {
        long now = Math.floorDiv(ticker.nanos(), SECOND);
        if (now != second) {
            savedBefore = now == second + 1 ? saved : 0;
            saved = 0;
            second = now;
        }
    }

    synchronized boolean beginNewPick() {
        boolean allowed = unhelpful < Math.max(ALWAYS, active / 2);
        if (allowed) {
            unhelpful++;
            picking++;
        }
        return allowed;
    }

    /** A new pick has ended, with a response or a failure. */
    synchronized void endNewPick() {
        picking--;
    }

    /** An exchange has reached a member, after {@code unreached} attempts that had not. */
    synchronized void helped(int unreached) {
        unhelpful = Math.max(0, unhelpful - unreached);
    }

    /** A retried exchange has failed all the same. */
    synchronized void inVain() {
        lose(IN_VAIN);
    }

    synchronized void end(boolean retried) {
        active--;
        if (retried) {
            retrying--;
        } else {
            forgetOld();
            saved = Math.min(saved + budget.percent(), (long) budget.reserve() * RETRY - savedBefore);
        }
    }
}
