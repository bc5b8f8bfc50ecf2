package dev.sluice.middlewares.headers;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;

/**
 * Changes fields of requests and of responses, those that the gateway itself answers with included. Stateless. Costs a
 * copy of the fields for each edit that changes something.
 */
public final class Headers implements Middleware {
    private final HeadersOptions options;

    /**
     * Field edits.
     *
     * @param options what to change
     */
    public Headers(HeadersOptions options) {
        this.options = options;
    }

    @Override
    public Response handle(Request request, Handler next) {
        Response response = next.handle(request.withFields(options.request().apply(request.fields())));
        return response.withFields(options.response().apply(response.fields()));
    }

    @Override
    public String describe() {
        return "headers(" + options.request().size() + " request, "
                + options.response().size() + " response)";
    }
}
