package dev.sluice.observe.meters;

import java.util.concurrent.atomic.LongAdder;

/** What is measured of the exchanges of one route. Thread-safe. */
final class RouteMeters {
    private static final int MOST_STEPS = 1000;
    private static final int MOST_REASONS = 100;

    final StatusTimes durations = new StatusTimes();
    final Histogram received = Histogram.ofBytes();
    final Histogram sent = Histogram.ofBytes();
    /** Calls of gRPC by their status. */
    final Bounded<LongAdder> calls = new Bounded<>(GrpcStatus.MOST, LongAdder::new);
    /** By step, then by reason. */
    final Bounded<Bounded<LongAdder>> rejections =
            new Bounded<>(MOST_STEPS, () -> new Bounded<>(MOST_REASONS, LongAdder::new));
    /** By reason. */
    final Bounded<LongAdder> failures = new Bounded<>(MOST_REASONS, LongAdder::new);
}
