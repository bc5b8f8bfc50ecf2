package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Vote;
import java.time.Duration;

/**
 * The ejection of one member, and its vote: whether it is out, since how many ejections in a row, and when it is tried
 * again. Each ejection lasts twice as long as the one before; the count falls by one for each ten of the first ejection's
 * length that the member stays in. Guarded by its own lock.
 *
 * <p>A failure of a request that was sent before the ejection does not prolong it.
 */
final class Ejection implements Vote {
    private static final int DECAY = 10;

    private final PassiveHealth rules;
    private final Ticker ticker;
    private volatile boolean out;
    private String why = "";
    private int level;
    private long until;
    private long trialAt;
    private boolean trying;
    private boolean needsHead;

    Ejection(PassiveHealth rules, Ticker ticker) {
        this.rules = rules;
        this.ticker = ticker;
    }

    boolean isOut() {
        return out;
    }

    /**
     * Takes the member out; returns for how long.
     *
     * @param head whether only the head of a response brings it back, and not a mere connection
     */
    synchronized Duration eject(String reason, boolean head) {
        long now = ticker.nanos();
        if (!out) {
            long calm = Math.max(0, now - until) / (DECAY * rules.ejection().toNanos());
            level = (int) Math.max(0, level - calm);
        }
        why = reason;
        needsHead = head;
        return out(now);
    }

    private Duration out(long now) {
        level++;
        Duration lasts = rules.out(level);
        out = true;
        until = now + lasts.toNanos();
        trialAt = until;
        trying = false;
        return lasts;
    }

    /** A request has failed: ends a trial, if there is one. */
    synchronized void failed() {
        long now = ticker.nanos();
        if (out && now - until >= 0) {
            out(now);
        }
    }

    /** A request says nothing of the member, since its client has left: another one may be the trial. */
    synchronized void givenBack() {
        trying = false;
    }

    /** A request has succeeded; returns whether that has brought the member back. */
    synchronized boolean succeeded(boolean head) {
        boolean returns = out && (head || !needsHead);
        if (returns) {
            out = false;
            until = ticker.nanos(); // from here on it is good
        }
        return returns;
    }

    synchronized String why() {
        return why;
    }

    @Override
    public String judge() {
        return "passive";
    }

    @Override
    public synchronized Standing standing() {
        if (!out) {
            return Standing.IN;
        }
        return ticker.nanos() - until < 0 ? Standing.OUT : Standing.TRIAL;
    }

    /**
     * Admits one trial request in each ejection time, even if the last one has not ended. A trial that has had no answer
     * for as long as a frozen member is waited for has failed.
     */
    @Override
    public synchronized boolean admits() {
        if (!out) {
            return true;
        }
        long now = ticker.nanos();
        Duration silence = rules.frozenAfter();
        if (trying && silence.isPositive() && now - trialAt >= silence.toNanos()) {
            out(now);
            return false;
        }
        boolean admitted = now - until >= 0
                && (!trying || now - trialAt >= rules.ejection().toNanos());
        if (admitted) {
            trialAt = now;
            trying = true;
        }
        return admitted;
    }

    @Override
    public boolean binding() {
        return false;
    }

    @Override
    public String toString() {
        return "ejected";
    }
}
