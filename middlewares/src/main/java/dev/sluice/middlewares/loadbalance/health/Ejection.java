package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Failure;
import dev.sluice.core.Response;
import dev.sluice.core.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.pool.Vote;
import org.jspecify.annotations.Nullable;

/**
 * The state of passive health for one member, and its vote: the failed connections in a row, and until when the member
 * is ejected. Guarded by its own lock; a success of a member without failures costs one volatile read.
 *
 * <p>A failure of a request that was sent before the ejection does not prolong it.
 */
final class Ejection implements Vote {
    private volatile boolean clean = true;
    private @Nullable Ticker ticker;
    private int failures;
    private int times;
    private long until;
    private long nextTrial;
    private long trialPeriod;

    /** Counts a response as a connection or a failed one, and gives or withdraws the vote if that changes it. */
    void learn(Response response, PassiveHealth options, Ticker time, Pool pool, Member member) {
        Failure failure = response.failure().orElse(null);
        if (failure == null ? !clean : connected(failure)) {
            if (connected()) {
                pool.withdraw(member.upstream(), this);
            }
        } else if (failure != null && failure.unreached() && failed(options, time)) {
            pool.vote(member.upstream(), this);
        }
    }

    /** Whether the failure came after the connection was made, since something was sent. */
    private static boolean connected(Failure failure) {
        return failure.sent() != Failure.Sent.NOTHING && !(failure instanceof Failure.ClientBroken);
    }

    /** Resets the failures; returns whether the member was ejected. */
    private synchronized boolean connected() {
        boolean out = times > 0;
        failures = 0;
        times = 0;
        clean = true;
        return out;
    }

    /** Counts a failure; returns whether it has ejected the member. */
    private synchronized boolean failed(PassiveHealth options, Ticker time) {
        clean = false;
        ticker = time;
        failures++;
        long now = time.nanos();
        boolean due = times == 0 ? failures >= options.failures() : now - until >= 0;
        if (due) {
            times++;
            until = now + options.out(times).toNanos();
            nextTrial = until;
            trialPeriod = options.ejection().toNanos();
        }
        return due && times == 1;
    }

    @Override
    public String judge() {
        return "passive";
    }

    @Override
    public synchronized Standing standing() {
        if (times == 0 || ticker == null) {
            return Standing.IN;
        }
        return ticker.nanos() - until < 0 ? Standing.OUT : Standing.TRIAL;
    }

    /** Admits one trial request in each ejection time, even if the last one has not ended. */
    @Override
    public synchronized boolean admits() {
        if (times == 0 || ticker == null) {
            return true;
        }
        long now = ticker.nanos();
        boolean admitted = now - nextTrial >= 0;
        if (admitted) {
            nextTrial = now + trialPeriod;
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
