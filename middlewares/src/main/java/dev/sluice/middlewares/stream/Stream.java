package dev.sluice.middlewares.stream;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.BodyTooLarge;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Failure.Side;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;

/**
 * Limits the size of bodies without buffering them: by the time a body is found to be too large, the bytes within the
 * limit have been forwarded.
 *
 * <p>A request whose {@code Content-Length} is above the limit is answered 413 and not forwarded. A chunked request
 * that exceeds the limit is broken off with {@link Failure.BodyTooLarge}: the client sees 413 if no response has begun.
 * If the {@code Content-Length} of a response is above the limit, the client sees 502; if a response of unknown length
 * exceeds it, the client sees a broken transfer. Tunnels are not limited. oxy's {@code stream} has fields for both
 * limits but does not use them.
 *
 * <p>Costs one comparison per read, and only for bodies of unknown length. Stateless and thread-safe.
 */
public final class Stream implements Middleware {
    private final StreamOptions options;
    private final BodyTooLarge refusedRequest;
    private final BodyTooLarge brokenRequest;
    private final BodyTooLarge brokenResponse;

    /**
     * Limits body sizes.
     *
     * @param options the limits
     */
    public Stream(StreamOptions options) {
        this.options = options;
        this.refusedRequest = new BodyTooLarge(Side.REQUEST, options.maxRequestBytes(), Sent.NOTHING);
        this.brokenRequest = new BodyTooLarge(Side.REQUEST, options.maxRequestBytes(), Sent.PART_OF_BODY);
        this.brokenResponse = new BodyTooLarge(Side.RESPONSE, options.maxResponseBytes(), Sent.ALL);
    }

    @Override
    public Response handle(Request request, Handler next) {
        if (exceeds(request.body(), options.maxRequestBytes())) {
            return Response.failed(refusedRequest, Provenance.LOCAL);
        }
        return limited(next.handle(
                unannounced(request.body(), options.maxRequestBytes())
                        ? request.withBody(new LimitedBody(request.body(), brokenRequest))
                        : request));
    }

    private Response limited(Response answer) {
        if (exceeds(answer.body(), options.maxResponseBytes())) {
            answer.close();
            return Response.failed(brokenResponse, answer.provenance());
        }
        return unannounced(answer.body(), options.maxResponseBytes())
                ? answer.withBody(new LimitedBody(answer.body(), brokenResponse))
                : answer;
    }

    /** Whether the announced length is above the limit; false for {@link Body#UNKNOWN}, which is negative. */
    private static boolean exceeds(Body body, long limit) {
        return limit != StreamOptions.UNLIMITED && body.length() > limit;
    }

    /** Whether the body has to be counted while it is read. */
    private static boolean unannounced(Body body, long limit) {
        return limit != StreamOptions.UNLIMITED && body.length() == Body.UNKNOWN;
    }

    @Override
    public String describe() {
        return StreamType.TYPE.describe(options);
    }
}
