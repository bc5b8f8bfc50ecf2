package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Upstream;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.rolling.RollingCounter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What passive health knows of one address, and whether it is out of the picks: of all pools that have it as a member, judge
 * it by equal rules and reach it in the same way. Thread-safe; what is good of an address that is well takes no lock.
 */
final class Conduct {
    private static final int BUCKETS = 10;
    private static final int PERCENT = 100;
    private static final long MICRO = 1_000;

    private final PassiveHealth rules;
    private final Upstream upstream;
    private final Ejection ejection;
    private final Silence silence = new Silence();
    private final AtomicInteger failuresInRow = new AtomicInteger();
    private final RollingCounter good;
    private final RollingCounter bad;
    private final RollingCounter micros;
    private final List<PassiveCheck> users = new CopyOnWriteArrayList<>();

    Conduct(PassiveHealth rules, Upstream upstream, Ticker ticker) {
        this.rules = rules;
        this.upstream = upstream;
        this.ejection = new Ejection(rules, ticker, this::staysOut);
        this.good = RollingCounter.over(rules.window(), BUCKETS, ticker);
        this.bad = RollingCounter.over(rules.window(), BUCKETS, ticker);
        this.micros = RollingCounter.over(rules.window(), BUCKETS, ticker);
    }

    Upstream upstream() {
        return upstream;
    }

    Ejection ejection() {
        return ejection;
    }

    Silence silence() {
        return silence;
    }

    boolean isOut() {
        return ejection.isOut();
    }

    /** One pool more has the address. It is out there, too. */
    void join(PassiveCheck user) {
        users.add(user);
        if (isOut()) {
            user.takeOut(this, ejection.left());
        }
    }

    void part(PassiveCheck user) {
        users.remove(user);
    }

    boolean isUsedBy(Pool pool) {
        return users.stream().anyMatch(user -> user.pool().equals(pool));
    }

    void took(long nanos) {
        micros.add(nanos / MICRO);
    }

    /** The mean time to the head in microseconds; negative if there were too few requests to tell. */
    double meanMicros() {
        long all = bad.count() + good.count();
        return all < rules.minimumRequests() ? -1 : (double) micros.count() / Math.max(1, all);
    }

    /**
     * A request has succeeded.
     *
     * @param head whether there was a response, and not a mere connection
     */
    void good(boolean head) {
        if (failuresInRow.get() > 0) {
            failuresInRow.set(0);
        }
        if (isOut()) {
            if (ejection.succeeded(head)) {
                users.forEach(user -> user.takeBack(this, "has answered"));
            }
        } else if (rules.measures()) {
            good.add(1);
        }
    }

    void bad() {
        if (isOut()) {
            ejection.failed().ifPresent(this::staysOut);
            return;
        }
        int inRow = failuresInRow.incrementAndGet();
        boolean connects = rules.counts() == Counted.CONNECT;
        if (inRow >= rules.failures() && (connects || isSpared())) {
            eject(inRow + (connects ? " failed connections" : " failures") + " in a row", !connects);
        } else if (rules.measures()) {
            bad.add(1);
            if (failsTooMuch() && isSpared()) {
                eject(rules.failureRatio() + " % of its requests have failed", true);
            }
        }
    }

    /** Whether enough of its requests have failed lately. */
    private boolean failsTooMuch() {
        long failed = bad.count();
        long all = failed + good.count();
        return rules.failureRatio() > 0
                && all >= rules.minimumRequests()
                && failed * PERCENT >= all * rules.failureRatio();
    }

    /** Whether every pool that has the address as a member can do without it. */
    boolean isSpared() {
        return users.stream().allMatch(user -> user.spares(this));
    }

    /**
     * Takes the address out of the picks of all pools, and begins anew.
     *
     * @param head whether only the head of a response brings it back
     */
    void eject(String why, boolean head) {
        Duration lasts = ejection.eject(why, head);
        failuresInRow.set(0);
        good.reset();
        bad.reset();
        micros.reset();
        users.forEach(user -> user.takeOut(this, lasts));
    }

    /** Each pool notes it, and not each step. */
    private void staysOut(Duration lasts) {
        Set<Pool> told = new HashSet<>();
        users.stream().filter(user -> told.add(user.pool())).forEach(user -> user.staysOut(this, lasts));
    }

    void rest(Rest rest) {
        users.forEach(user -> user.rest(this, rest));
    }
}
