package dev.sluice.observe.meters;

import java.util.concurrent.atomic.LongAdder;

/** What is measured of the attempts at one member of a pool. Thread-safe. */
final class MemberMeters {
    final LongAdder begun = new LongAdder();
    final StatusTimes durations = new StatusTimes();
    /** For a connection. */
    final Histogram waits = Histogram.ofNanos();
    /** Calls of gRPC by their status. */
    final Bounded<LongAdder> calls = new Bounded<>(GrpcStatus.MOST, LongAdder::new);

    final LongAdder ejections = new LongAdder();

    /** Attempts that have not ended; ends are counted first, so that each has its beginning. */
    long active() {
        long ended = durations.count();
        return Math.max(0, begun.sum() - ended);
    }
}
