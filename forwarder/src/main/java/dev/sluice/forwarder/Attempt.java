package dev.sluice.forwarder;

import dev.sluice.core.Body;
import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.Failure;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.Upstream;
import dev.sluice.wire.ResponseHead;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One request on its way to one upstream, and back. A client that leaves stops it wherever it is. */
final class Attempt {
    private final Request request;
    private final Upstream upstream;
    private final Machinery machinery;
    private final Environment environment;
    private final Progress progress = new Progress();
    private final Timing timing = new Timing();
    private @Nullable Exchange exchange;
    private @Nullable Body replay;

    Attempt(Request request, Upstream upstream, Machinery machinery) {
        this.request = request;
        this.upstream = upstream;
        this.machinery = machinery;
        this.environment = machinery.environment();
    }

    /** Makes it. */
    Response run() {
        Registration watch = request.client().onGone(progress::clientGone);
        boolean handedOn = false;
        try {
            Response response = response(head());
            handedOn = true;
            return response.onEnd(outcome -> over(watch));
        } catch (TransferException failed) {
            return failed(failed.failure());
        } finally {
            if (!handedOn) {
                giveUp();
                over(watch);
            }
        }
    }

    private void giveUp() {
        if (exchange != null) {
            exchange.end();
        }
    }

    private void over(Registration watch) {
        watch.cancel();
        if (replay != null) {
            replay.close();
        }
    }

    private Response failed(Failure failure) {
        Response response = Response.failed(failure, provenance());
        return failure instanceof Failure.Overloaded
                ? response.withFields(response.fields().with("Retry-After", "1"))
                : response;
    }

    /** The head of the answer, from a connection that was idle if there is one, else, or if that was stale, a new one. */
    private ResponseHead head() {
        UpstreamPool pool = machinery.pools().of(upstream);
        Outgoing outgoing = machinery.requestFields().of(request, upstream);
        boolean idempotent = request.head().idempotent();
        boolean once = !idempotent || !isRepeatable(request.body());
        Exchange first = begun(outgoing, pool.take(once, timing, progress));
        try {
            return talk(first);
        } catch (TransferException failed) {
            if (!first.mayBeRepeated(idempotent)) {
                throw failed;
            }
            first.end();
        }
        Outgoing again = again(outgoing);
        return talk(begun(again, pool.takeNew(timing, progress)));
    }

    private static boolean isRepeatable(Body body) {
        return body.length() == 0 || body.replayable();
    }

    private Outgoing again(Outgoing outgoing) {
        if (!outgoing.body().replayable()) {
            return outgoing;
        }
        replay = outgoing.body().replay();
        return outgoing.withBody(replay);
    }

    private Exchange begun(Outgoing outgoing, Lease lease) {
        Exchange begun = new Exchange(outgoing, lease, progress, environment);
        exchange = begun;
        return begun;
    }

    private ResponseHead talk(Exchange with) {
        long start = environment.ticker().nanos();
        with.send();
        ResponseHead head = with.receive(this::inform);
        timing.answered(environment.ticker().nanos() - start);
        return head;
    }

    private void inform(ResponseHead interim) {
        request.client().inform(interim.status(), machinery.responseFields().ofInterim(interim));
    }

    private Response response(ResponseHead head) {
        Exchange answered = Objects.requireNonNull(exchange);
        if (head.status().code() == 101) {
            return Response.switching(
                    machinery.responseFields().ofSwitching(head), answered.tunnel(head), provenance());
        }
        ConnectionOptions options = ConnectionOptions.of(head.fields());
        Body body = answered.body(head, options);
        return Response.of(head.status(), machinery.responseFields().of(head, options), body)
                .withProvenance(provenance());
    }

    private Provenance provenance() {
        return new Provenance(request.upstream(), request.attempt(), "", timing.timings());
    }
}
