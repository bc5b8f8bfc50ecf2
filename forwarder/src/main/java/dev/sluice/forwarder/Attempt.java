package dev.sluice.forwarder;

import dev.sluice.core.Body;
import dev.sluice.core.Client.Registration;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.Upstream;
import dev.sluice.wire.ResponseHead;
import java.util.Optional;
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
            return response.onEnd(outcome -> watch.cancel());
        } catch (TransferException failed) {
            return Response.failed(failed.failure(), provenance());
        } finally {
            if (!handedOn) {
                giveUp();
                watch.cancel();
            }
        }
    }

    private void giveUp() {
        if (exchange != null) {
            exchange.end();
        }
    }

    /** The head of the answer, from a connection that was idle if there is one, else, or if that was stale, a new one. */
    private ResponseHead head() {
        UpstreamPool pool = machinery.pools().of(upstream);
        Outgoing outgoing = machinery.requestFields().of(request, upstream);
        boolean idempotent = request.head().idempotent();
        Exchange first = begun(outgoing, pool.take(!idempotent, timing, progress));
        try {
            return talk(first);
        } catch (TransferException failed) {
            if (!first.mayBeRepeated(idempotent)) {
                throw failed;
            }
            first.end();
        }
        return talk(begun(outgoing.again(), pool.takeNew(timing, progress)));
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
        Exchange answered = java.util.Objects.requireNonNull(exchange);
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
        return new Provenance(Optional.of(upstream), request.attempt(), "", timing.timings());
    }
}
