package dev.sluice.forwarder;

import dev.sluice.core.Provenance.Timings;

/** What an attempt waits for, added up while it runs. Used by the attempt's own thread only. */
final class Timing {
    private long queue;
    private long connect;
    private long firstByte;

    void queued(long nanos) {
        queue += nanos;
    }

    void connected(long nanos) {
        connect += nanos;
    }

    void answered(long nanos) {
        firstByte = nanos;
    }

    Timings timings() {
        return new Timings(queue, connect, firstByte);
    }
}
