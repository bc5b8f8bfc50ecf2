package dev.sluice.forwarder;

import dev.sluice.core.Failure;
import dev.sluice.core.Probe;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.syntax.DotSegments;
import dev.sluice.forwarder.fields.MaxForwards;
import dev.sluice.forwarder.pool.Pools;
import io.helidon.http.Status;
import java.util.Optional;

/**
 * Sends requests to the upstream that was picked for them, over HTTP/1.1, and returns the responses.
 *
 * <p>The request of an attempt is built anew: hop-by-hop fields (RFC 9110 §7.6.1) and forwarded fields of untrusted
 * clients are removed, then the gateway's own fields are added; the target is passed byte for byte behind the
 * upstream's base path. Bodies stream both ways at once. If the upstream breaks off, so does the response's body, with
 * a {@link dev.sluice.core.TransferException}; if the client leaves, the exchange is aborted.
 *
 * <p>Failures are responses that carry a {@link Failure}: 503 if there is no upstream, or its pool and queue are full;
 * 502 if it cannot be reached or violates HTTP; 504 after a timeout; 499 if the client left; and the status of the
 * failure if the client's body failed. Without a retry step, a request is repeated only once, and only if a pooled
 * connection broke before the first byte of a response and the request is idempotent or was not sent (RFC 9112 §9.3.1).
 *
 * <p>Thread-safe. A request without a body costs two system calls and no second thread.
 */
public final class Forwarder implements Probe.Source, AutoCloseable {
    private static final Status LOOP_DETECTED = Status.create(508, "Loop Detected");

    private final ForwardOptions options;
    private final Transport transport;
    private final ForwarderParts parts;

    /**
     * A forwarder over a transport.
     *
     * @param options how requests are forwarded
     * @param transport how upstreams are reached; closed with the forwarder
     */
    public Forwarder(ForwardOptions options, Transport transport) {
        this.options = options;
        this.transport = transport;
        this.parts = ForwarderParts.of(options, transport);
    }

    /**
     * A forwarder over one of the transports of a gateway.
     *
     * @param options how requests are forwarded and upstreams reached
     * @param transports shares connections among forwarders that reach upstreams in the same way
     */
    public Forwarder(ForwarderOptions options, Transports transports) {
        this(options.forward(), transports.open(options.transport()));
    }

    @Override
    public Response handle(Request request) {
        Optional<Upstream> upstream = request.upstream();
        if (upstream.isEmpty()) {
            return Response.failed(new Failure.NoUpstream("none was picked"), Provenance.LOCAL);
        }
        if (parts.marker().isIn(request.fields())) {
            return Response.problem(LOOP_DETECTED, Reason.LOOP, "Loop Detected\n");
        }
        if (!parts.climbing() && climbs(request, upstream.get())) {
            return Response.problem(Status.BAD_REQUEST_400, Reason.AMBIGUOUS_TARGET, "Bad Request\n");
        }
        if (MaxForwards.isSpent(request)) {
            return Response.of(Status.OK_200).withProvenance(Provenance.local(Reason.MAX_FORWARDS));
        }
        return new ForwardAttempt(request, upstream.get(), parts).run();
    }

    /** Whether a path with dot segments could lead out of the upstream's base path. */
    private static boolean climbs(Request request, Upstream upstream) {
        if (upstream.basePath().isEmpty()) {
            return false;
        }
        return DotSegments.in(request.target())
                || request.fields().first("Destination").filter(DotSegments::in).isPresent();
    }

    @Override
    public Probe probe() {
        return ForwarderProbe.of(options, transport);
    }

    /**
     * Closes its transport: if no other forwarder uses it, idle connections are closed at once, and those in use when
     * their exchange ends. Later requests open connections that are not pooled.
     */
    @Override
    public void close() {
        transport.close();
    }

    Pools pools() {
        return parts.pools();
    }

    @Override
    public String toString() {
        return "forward()";
    }
}
