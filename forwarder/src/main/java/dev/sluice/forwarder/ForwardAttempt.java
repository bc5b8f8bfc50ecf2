package dev.sluice.forwarder;

import dev.sluice.core.Body;
import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.Upstream;
import dev.sluice.core.peer.Origin;
import dev.sluice.forwarder.connection.Progress;
import dev.sluice.forwarder.fields.Outgoing;
import dev.sluice.forwarder.pool.Timing;
import dev.sluice.forwarder.pool.UpstreamExchange;
import dev.sluice.forwarder.pool.UpstreamPool;
import dev.sluice.wire.ConnectionOptions;
import dev.sluice.wire.ResponseHead;
import io.helidon.http.Status;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt: a request is sent to one upstream, and its response received. If the client closes its connection, the
 * attempt is aborted at whatever it waits for.
 */
final class ForwardAttempt {
    private static final String NO_TUNNEL = "Not Implemented: the upstream speaks HTTP/2 and has no such tunnels\n";
    private static final String NO_LENGTH = "Length Required: the upstream speaks HTTP/1.0\n";

    private final Request request;
    private final Upstream upstream;
    private final ForwarderParts parts;
    private final UpstreamPool pool;
    private final Progress progress = new Progress();
    private final Timing timing = new Timing();
    private Optional<AttemptTimer> limit = Optional.empty();
    private @Nullable UpstreamExchange exchange;
    private @Nullable Body replay;

    ForwardAttempt(Request request, Upstream upstream, ForwarderParts parts) {
        this.request = request;
        this.upstream = upstream;
        this.parts = parts;
        this.pool = parts.pools().of(upstream);
    }

    /** Runs the attempt. */
    Response run() {
        Registration watch = request.client().onGone(progress::clientGone);
        boolean handedOn = false;
        try {
            limit = AttemptTimer.start(request, parts, progress);
            Response response = pool.speaksHttp10() ? measured() : forwarded(request);
            handedOn = true;
            return response.onEnd(outcome -> ended(outcome, watch));
        } catch (TransferException failed) {
            if (progress.bug().isPresent()) {
                throw progress.bug().get();
            }
            Failure failure = failed.failure();
            return failed(limit.map(timer -> timer.causeOf(failure)).orElse(failure));
        } finally {
            if (!handedOn || !limit.map(AttemptTimer::outlastsHead).orElse(false)) {
                limit.ifPresent(AttemptTimer::close);
            }
            if (!handedOn) {
                giveUp();
                over(watch);
            }
        }
    }

    private void ended(Outcome outcome, Registration watch) {
        Optional<Failure> failure = outcome.failure();
        if (failure.isPresent()) {
            note(failure.get());
        }
        over(watch);
    }

    private void giveUp() {
        if (exchange != null) {
            exchange.end();
        }
    }

    private void over(Registration watch) {
        watch.cancel();
        limit.filter(AttemptTimer::outlastsHead).ifPresent(AttemptTimer::close);
        if (replay != null) {
            replay.close();
        }
    }

    private Response measured() {
        return MeasuredBody.of(request)
                .map(this::forwarded)
                .orElseGet(() -> Response.problem(Status.LENGTH_REQUIRED_411, Reason.LENGTH_REQUIRED, NO_LENGTH));
    }

    /** Logs failures of the upstream, not those of clients. */
    private void note(Failure failure) {
        if (failure.network() || failure instanceof Failure.Overloaded) {
            pool.failed(failure);
        }
    }

    private Response failed(Failure failure) {
        note(failure);
        Response response = Response.failed(failure, provenance());
        return failure instanceof Failure.Overloaded
                ? response.withFields(response.fields().with("Retry-After", "1"))
                : response;
    }

    /**
     * The response, on a stream or an idle connection if there is one. Without one, or if the upstream had closed it or did
     * not process the request, on another one.
     */
    private Response forwarded(Request sendable) {
        progress.check(); // a client that has left already costs no connection
        Outgoing outgoing = parts.requestFields().of(sendable, upstream, pool.authority());
        boolean idempotent = request.head().idempotent();
        boolean once = !idempotent || !isRepeatable(outgoing.body());
        Optional<UpstreamExchange> taken = outgoing.protocols().isEmpty()
                ? Optional.of(pool.take(client(), once, timing, progress))
                : pool.takeForTunnel(outgoing.protocols(), client(), timing, progress);
        for (int repeats = 0; taken.isPresent(); repeats++) {
            UpstreamExchange with = taken.get();
            exchange = with;
            try {
                return response(talk(with, repeats == 0 ? outgoing : again(outgoing)));
            } catch (TransferException failed) {
                if (!with.mayBeRepeated(idempotent, repeats)) {
                    throw failed;
                }
                with.end();
            }
            taken = outgoing.protocols().isEmpty()
                    ? Optional.of(pool.takeNew(client(), timing, progress))
                    : pool.takeForTunnel(outgoing.protocols(), client(), timing, progress);
        }
        return Response.problem(Status.NOT_IMPLEMENTED_501, Reason.NO_TUNNEL, NO_TUNNEL);
    }

    private Origin client() {
        return request.client().origin();
    }

    private static boolean isRepeatable(Body body) {
        return body.length() == 0 || body.replayable();
    }

    private Outgoing again(Outgoing outgoing) {
        if (!outgoing.body().replayable()) {
            return outgoing;
        }
        if (replay != null) {
            replay.close();
        }
        replay = outgoing.body().replay();
        return outgoing.withBody(replay);
    }

    private ResponseHead talk(UpstreamExchange with, Outgoing outgoing) {
        long start = parts.ticker().nanos();
        with.send(limited(outgoing), parts.patience(request));
        ResponseHead head = with.receive(this::inform);
        timing.answered(parts.ticker().nanos() - start);
        if (limit.isPresent()) {
            limit.get().answered();
        }
        pool.answeredIn(with.version(head));
        return head;
    }

    /** Tells the upstream how much time is left to it. */
    private Outgoing limited(Outgoing outgoing) {
        return limit.isEmpty() ? outgoing : outgoing.withFields(limit.get().told(outgoing.fields()));
    }

    private void inform(ResponseHead interim) {
        request.client().inform(interim.status(), parts.answerFields().ofInterim(interim, request, upstream));
    }

    private Response response(ResponseHead head) {
        UpstreamExchange answered = Objects.requireNonNull(exchange);
        Provenance from = provenance().withProtocol(answered.version(head));
        if (head.status().code() == 101) {
            return Response.switching(
                    parts.answerFields().ofSwitching(head, request, upstream), answered.tunnel(head), from);
        }
        ConnectionOptions options = ConnectionOptions.of(head.fields());
        Body body = timed(answered.body(head, options));
        Fields fields = parts.answerFields().of(head, answered.version(head), options, request);
        return Response.of(head.status(), fields, body).withProvenance(from);
    }

    /** A call of gRPC with a deadline ends with a status when it is over; a body that has stated its length breaks. */
    private Body timed(Body body) {
        Optional<AttemptTimer> ends = limit.filter(AttemptTimer::outlastsHead);
        return ends.isPresent() && body.length() == Body.UNKNOWN ? new CallBody(body, ends.get()) : body;
    }

    private Provenance provenance() {
        return new Provenance(request.upstream(), request.attempt(), "", timing.timings());
    }
}
