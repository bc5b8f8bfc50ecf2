package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Ticker;
import dev.sluice.middlewares.rolling.RollingCounter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What passive health knows of one member. Thread-safe. */
final class Conduct {
    private static final int BUCKETS = 10;
    private static final int PERCENT = 100;
    private static final long MICRO = 1_000;

    private final Ticker ticker;
    private final Ejection ejection;
    private final Silence silence = new Silence();
    private final AtomicInteger failuresInRow = new AtomicInteger();
    private final RollingCounter good;
    private final RollingCounter bad;
    private final RollingCounter micros;
    private final AtomicLong nextLook;

    Conduct(PassiveHealth rules, Ticker ticker) {
        Duration bucket = rules.window().dividedBy(BUCKETS);
        this.ticker = ticker;
        this.ejection = new Ejection(rules, ticker);
        this.good = new RollingCounter(BUCKETS, bucket, ticker);
        this.bad = new RollingCounter(BUCKETS, bucket, ticker);
        this.micros = new RollingCounter(BUCKETS, bucket, ticker);
        this.nextLook = new AtomicLong(ticker.nanos());
    }

    Ejection ejection() {
        return ejection;
    }

    Silence silence() {
        return silence;
    }

    AtomicInteger failuresInRow() {
        return failuresInRow;
    }

    void count(boolean failed) {
        (failed ? bad : good).add(1);
    }

    void took(long nanos) {
        micros.add(nanos / MICRO);
    }

    /** Whether enough of its requests have failed lately. */
    boolean failsTooMuch(PassiveHealth rules) {
        long failed = bad.count();
        long all = failed + good.count();
        return all >= rules.minimumRequests() && failed * PERCENT >= all * rules.failureRatio();
    }

    /** The mean time to the head in microseconds; negative if there were too few requests to tell. */
    double meanMicros(PassiveHealth rules) {
        long all = bad.count() + good.count();
        return all < rules.minimumRequests() ? -1 : (double) micros.count() / Math.max(1, all);
    }

    /** Whether it is time to compare it with the others: once a second, by one thread. */
    boolean isDue() {
        long due = nextLook.get();
        long now = ticker.nanos();
        return now - due >= 0
                && nextLook.compareAndSet(due, now + Duration.ofSeconds(1).toNanos());
    }

    /** Begins anew after an ejection. */
    void forget() {
        failuresInRow.set(0);
        good.reset();
        bad.reset();
        micros.reset();
    }
}
