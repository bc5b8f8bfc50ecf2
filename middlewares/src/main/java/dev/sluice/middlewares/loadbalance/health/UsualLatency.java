package dev.sluice.middlewares.loadbalance.health;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How long the members of a pool usually take to the head of a response, by powers of two, over the last ten to twenty
 * seconds: precise enough to tell usual from unusual. Thread-safe, without a lock but for the change of the period.
 */
final class UsualLatency {
    private static final long PERIOD = Duration.ofSeconds(10).toNanos();
    private static final double OFTEN = 0.99;

    private volatile Period period;

    /** The counts of this period, by the number of bits of the nanoseconds, and those of the one before. */
    private record Period(long began, AtomicIntegerArray counts, AtomicIntegerArray before) {
        static Period empty(long now) {
            return new Period(now, new AtomicIntegerArray(Long.SIZE), new AtomicIntegerArray(Long.SIZE));
        }
    }

    UsualLatency(long now) {
        this.period = Period.empty(now);
    }

    void record(long nanos, long now) {
        current(now).counts().incrementAndGet(Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, nanos)));
    }

    private Period current(long now) {
        Period present = period;
        return now - present.began() < PERIOD ? present : turned(now);
    }

    private synchronized Period turned(long now) {
        long old = now - period.began();
        if (old >= 2 * PERIOD) {
            period = Period.empty(now);
        } else if (old >= PERIOD) {
            period = new Period(now, new AtomicIntegerArray(Long.SIZE), period.counts());
        }
        return period;
    }

    /** What 99 of 100 responses did not exceed, at most twice too high; 0 if there were none. */
    long usual(long now) {
        Period present = current(now);
        long all = 0;
        for (int i = 0; i < Long.SIZE; i++) {
            all += count(present, i);
        }
        long below = 0;
        for (int i = 0; all > 0 && i < Long.SIZE - 2; i++) {
            below += count(present, i);
            if (below >= all * OFTEN) {
                return 1L << (i + 1);
            }
        }
        return 0;
    }

    private static long count(Period of, int bits) {
        return (long) of.counts().get(bits) + of.before().get(bits);
    }
}
