package dev.sluice.forwarder;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.RequestDeadline;
import dev.sluice.core.TransferException;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.forwarder.connection.Progress;
import dev.sluice.forwarder.fields.DeadlineField;
import java.time.Duration;
import java.util.Optional;

/**
 * Aborts an attempt that has not come to the head of its response in time: within the attempt timeout, and before the
 * deadline of its request. It has no part in what follows the head, unless it is a call of gRPC with a deadline of its
 * own.
 */
final class AttemptTimer implements AutoCloseable {
    private final ForwarderParts parts;
    private final Progress progress;
    private final Optional<RequestDeadline> ofCall;
    private final Phase phase;
    private final long end;
    private Timer timer;

    private AttemptTimer(
            ForwarderParts parts, Progress progress, Optional<RequestDeadline> ofCall, Phase phase, long nanos) {
        this.parts = parts;
        this.progress = progress;
        this.ofCall = ofCall;
        this.phase = phase;
        this.end = parts.ticker().nanos() + nanos;
        this.timer = timer(phase == Phase.TOTAL ? this::totalTimedOut : progress::attemptTimedOut, nanos);
    }

    private Timer timer(Runnable action, long nanos) {
        Timer set = parts.timers().deadline(action);
        set.set(Duration.ofNanos(nanos));
        return set;
    }

    private void totalTimedOut() {
        progress.timedOut(Phase.TOTAL);
    }

    /**
     * Starts the time of an attempt.
     *
     * @return empty if it has all the time there is
     * @throws TransferException if the deadline has passed
     */
    static Optional<AttemptTimer> start(Request request, ForwarderParts parts, Progress progress) {
        Optional<RequestDeadline> ofCall = parts.ofCall(request);
        Optional<RequestDeadline> total =
                RequestDeadline.of(request).map(set -> ofCall.map(set::earlier).orElse(set));
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
        return Optional.of(new AttemptTimer(parts, progress, ofCall, phase, Math.min(left, attempt)));
    }

    /** How much time is left, in nanoseconds, but at least one. */
    long left(long now) {
        return Math.max(1, end - now);
    }

    /**
     * The fields of a request that tell its upstream how much time is left to it. A call of gRPC with a deadline is told in any
     * case, others if that is asked for.
     */
    Fields told(Fields fields) {
        long now = parts.ticker().nanos();
        if (parts.deadlineField().isPresent()) {
            return parts.deadlineField().get().in(fields, left(now));
        }
        return ofCall.map(deadline -> DeadlineField.ofCall(fields, Math.max(1, deadline.left(now))))
                .orElse(fields);
    }

    /**
     * The head is there: time stops, or goes on until the deadline of the call.
     *
     * @throws TransferException if the time was over just before
     */
    void answered() {
        if (!timer.clearInTime()) {
            throw new TransferException(progress.causeOr(new Failure.TimedOut(phase, progress.sent())));
        }
        if (ofCall.isPresent()) {
            timer.close();
            long left = ofCall.get().left(parts.ticker().nanos());
            timer = timer(this::totalTimedOut, Math.max(1, left));
        }
    }

    /** Whether it is needed until the end of the response. */
    boolean outlastsHead() {
        return ofCall.isPresent();
    }

    /**
     * What a failure counts as. An upstream that breaks off when the deadline of the call is over gives up at the time it was
     * told, and may do so before a timer here has run.
     */
    Failure causeOf(Failure failure) {
        boolean toldSo = failure instanceof Failure.UpstreamBroken
                && ofCall.isPresent()
                && ofCall.get().left(parts.ticker().nanos()) <= 0;
        return toldSo ? new Failure.TimedOut(Phase.TOTAL, failure.sent()) : failure;
    }

    @Override
    public void close() {
        timer.close();
    }
}
