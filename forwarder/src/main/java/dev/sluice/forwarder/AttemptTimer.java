package dev.sluice.forwarder;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.Request;
import dev.sluice.core.RequestDeadline;
import dev.sluice.core.Timers.Timer;
import dev.sluice.core.TransferException;
import dev.sluice.forwarder.connection.Progress;
import java.time.Duration;
import java.util.Optional;

/**
 * Aborts an attempt that has not come to the head of its response in time: within the attempt timeout, and before the
 * deadline of its request. It has no part in what follows the head.
 */
final class AttemptTimer implements AutoCloseable {
    private final Phase phase;
    private final long end;
    private final Timer timer;

    private AttemptTimer(Phase phase, long end, Timer timer) {
        this.phase = phase;
        this.end = end;
        this.timer = timer;
    }

    /**
     * Starts the time of an attempt.
     *
     * @return empty if it has all the time there is
     * @throws TransferException if the deadline has passed
     */
    static Optional<AttemptTimer> start(Request request, ForwarderParts parts, Progress progress) {
        Optional<RequestDeadline> total = RequestDeadline.of(request);
        if (parts.attemptTimeout() == 0 && total.isEmpty()) {
            return Optional.empty();
        }
        long now = parts.ticker().nanos();
        long attempt = parts.attemptTimeout() == 0 ? Long.MAX_VALUE : parts.attemptTimeout();
        long left = total.map(deadline -> deadline.left(now)).orElse(Long.MAX_VALUE);
        Phase phase = left <= attempt ? Phase.TOTAL : Phase.ATTEMPT;
        if (left <= 0) {
            throw new TransferException(new Failure.TimedOut(phase, progress.sent()));
        }
        Timer timer = parts.timers()
                .deadline(phase == Phase.TOTAL ? () -> progress.timedOut(phase) : progress::attemptTimedOut);
        timer.set(Duration.ofNanos(Math.min(left, attempt)));
        return Optional.of(new AttemptTimer(phase, now + Math.min(left, attempt), timer));
    }

    /** How much time is left, in nanoseconds, but at least one. */
    long left(long now) {
        return Math.max(1, end - now);
    }

    /**
     * The head is there: time stops.
     *
     * @throws TransferException if the time was over just before
     */
    void stop(Progress progress) {
        if (!timer.clearInTime()) {
            throw new TransferException(progress.causeOr(new Failure.TimedOut(phase, progress.sent())));
        }
    }

    @Override
    public void close() {
        timer.close();
    }
}
