package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Vote;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The ejection of one address, and its vote in all pools that have it as a member: whether it is out, since how many
 * ejections in a row, and when it is tried again. Each ejection lasts twice as long as the one before; the count falls by
 * one for each ten of the first ejection's length that the member stays in. Guarded by its own lock.
 *
 * <p>A failure of a request that was sent before the ejection does not prolong it.
 */
final class Ejection implements Vote {
    private static final int DECAY = 10;

    private final PassiveHealth rules;
    private final Ticker ticker;
    private final Consumer<Duration> again;
    private volatile boolean out;
    private String why = "";
    private int level;
    private long until;
    private long trialAt;
    private boolean trying;
    private boolean needsHead;

    /**
     * The member is in.
     *
     * @param again told for how long the member is out after a trial that nobody has answered
     */
    Ejection(PassiveHealth rules, Ticker ticker, Consumer<Duration> again) {
        this.rules = rules;
        this.ticker = ticker;
        this.again = again;
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

    /** A request has failed: ends a trial, if there is one. Returns for how long the member is out again. */
    synchronized Optional<Duration> failed() {
        long now = ticker.nanos();
        return out && now - until >= 0 ? Optional.of(out(now)) : Optional.empty();
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

    /** Until the next trial, if the member is out. */
    synchronized Duration left() {
        return Duration.ofNanos(Math.max(0, until - ticker.nanos()));
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
    public boolean admits() {
        Optional<Duration> unanswered = unanswered();
        unanswered.ifPresent(again);
        return unanswered.isEmpty() && tries();
    }

    private synchronized Optional<Duration> unanswered() {
        long now = ticker.nanos();
        Duration silence = rules.frozenAfter();
        boolean frozen = out && trying && silence.isPositive() && now - trialAt >= silence.toNanos();
        return frozen ? Optional.of(out(now)) : Optional.empty();
    }

    private synchronized boolean tries() {
        if (!out) {
            return true;
        }
        long now = ticker.nanos();
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
