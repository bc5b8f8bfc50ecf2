package dev.sluice.middlewares.loadbalance.pool;

import org.jspecify.annotations.Nullable;

/**
 * How long a member takes from the pick to the head of its answer, as two moving averages that forget with time: one that
 * is an average, and one that jumps up with each slow answer and comes down slowly (the peak EWMA of Finagle). An answer
 * ten seconds old counts for e<sup>-1</sup> of a new one.
 *
 * <p>A member that has not answered for ten seconds is forgotten step by step in the same way, so that one which was slow is
 * tried again some day. A failure counts as an answer after at least a second, however quickly it came.
 *
 * <p>Thread-safe: a reading takes no lock, an answer a small one of this member.
 */
public final class MemberLatency {
    private static final double DECAY = 10e9;
    private static final double PENALTY = 1e9;

    private volatile @Nullable Averages averages;

    /** Nothing has been measured yet. */
    MemberLatency() {}

    private record Averages(double average, double peak, long at, boolean measured) {
        Averages with(double nanos, long now) {
            double old = Math.exp((double) -Math.max(0, now - at) / DECAY);
            double next = nanos + (average - nanos) * old;
            return new Averages(next, nanos > peak ? nanos : nanos + (peak - nanos) * old, now, true);
        }

        /** What is left of a measurement: all of it while it is recent. */
        double left(double measured, long now) {
            double silent = (double) (now - at) - DECAY;
            return silent <= 0 ? measured : measured * Math.exp(-silent / DECAY);
        }
    }

    /**
     * The member was picked. Until its first answer it is taken for one that answers after a second, so that a new member
     * gets one request first.
     *
     * @param now {@link dev.sluice.core.time.Ticker#nanos()}
     */
    public void asked(long now) {
        if (averages == null) {
            suppose(now);
        }
    }

    private synchronized void suppose(long now) {
        averages = averages == null ? new Averages(PENALTY, PENALTY, now, false) : averages;
    }

    /**
     * The member has answered.
     *
     * @param nanos from the pick to the head
     * @param now {@link dev.sluice.core.time.Ticker#nanos()}
     */
    public synchronized void answered(long nanos, long now) {
        Averages before = averages;
        double sample = (double) nanos;
        averages = before == null || !before.measured()
                ? new Averages(sample, sample, now, true)
                : before.with(sample, now);
    }

    /**
     * The member has failed.
     *
     * @param nanos from the pick until that was known
     * @param now {@link dev.sluice.core.time.Ticker#nanos()}
     */
    public void failed(long nanos, long now) {
        answered(Math.max(nanos, (long) PENALTY), now);
    }

    /**
     * The average.
     *
     * @param now {@link dev.sluice.core.time.Ticker#nanos()}
     * @return nanoseconds; 0 if it was never asked
     */
    public double average(long now) {
        Averages present = averages;
        return present == null ? 0 : present.left(present.average(), now);
    }

    /**
     * The average that jumps up.
     *
     * @param now {@link dev.sluice.core.time.Ticker#nanos()}
     * @return nanoseconds; 0 if it was never asked
     */
    public double peak(long now) {
        Averages present = averages;
        return present == null ? 0 : present.left(present.peak(), now);
    }
}
