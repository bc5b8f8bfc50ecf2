package dev.sluice;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;

/**
 * The pick of a proxy that has one upstream.
 *
 * @param upstream the one
 */
record FixedUpstream(Upstream upstream) implements Middleware {
    @Override
    public Response handle(Request request, Handler next) {
        return next.handle(request.withUpstream(upstream));
    }

    @Override
    public String describe() {
        return "upstream(" + upstream + ")";
    }
}
