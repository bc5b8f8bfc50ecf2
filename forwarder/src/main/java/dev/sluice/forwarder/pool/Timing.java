package dev.sluice.forwarder.pool;

import dev.sluice.core.Provenance.Timings;

/** The times that an attempt waits, added up while it runs. Used by the attempt's own thread only. */
public final class Timing {
    private long queue;
    private long connect;
    private long firstByte;

    /** A place was waited for. */
    public void queued(long nanos) {
        queue += nanos;
    }

    /** A connection was opened. */
    public void connected(long nanos) {
        connect += nanos;
    }

    /** The head of the response came. */
    public void answered(long nanos) {
        firstByte = nanos;
    }

    /** The sums. */
    public Timings timings() {
        return new Timings(queue, connect, firstByte);
    }
}
