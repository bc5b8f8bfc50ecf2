package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Failure;
import dev.sluice.core.Response;
import dev.sluice.core.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.pool.Vote;
import org.jspecify.annotations.Nullable;

/**
 * What requests have shown of the connections to one member: the state of passive health, and its vote. Guarded by its own
 * lock; a member without failures costs one volatile read.
 *
 * <p>A failure of a request that was picked before the member was taken out does not prolong its time.
 */
final class Ejection implements Vote {
    private volatile boolean clean = true;
    private @Nullable Ticker ticker;
    private int failures;
    private int times;
    private long until;
    private long nextTrial;
    private long trialPeriod;

    /** What an answer says about the connection; the pool is told when the vote turns. */
    void learn(Response response, PassiveHealth options, Ticker time, Pool pool, Member member) {
        Failure failure = response.failure().orElse(null);
        if (failure == null ? !clean : connected(failure)) {
            if (connected()) {
                pool.withdraw(member.upstream(), this);
            }
        } else if (failure != null && notConnected(failure) && failed(options, time)) {
            pool.vote(member.upstream(), this);
        }
    }

    private static boolean notConnected(Failure failure) {
        return failure instanceof Failure.ConnectFailed
                || (failure instanceof Failure.TimedOut timeout && timeout.phase() == Failure.Phase.CONNECT);
    }

    /** Something was sent, so there was a connection. */
    private static boolean connected(Failure failure) {
        return failure.sent() != Failure.Sent.NOTHING && !(failure instanceof Failure.ClientBroken);
    }

    /** Whether the vote was against the member so far. */
    private synchronized boolean connected() {
        boolean out = times > 0;
        failures = 0;
        times = 0;
        clean = true;
        return out;
    }

    /** Whether the vote is against the member from now on. */
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

    /** One request in each ejection time, whatever became of the last one. */
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
