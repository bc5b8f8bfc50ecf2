package dev.sluice.server.hosting;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.server.rules.HostedExchange;
import org.jspecify.annotations.Nullable;

/** What the steps lead to. Each response that comes from there is noted on the exchange until it has ended. */
final class LastHandler implements Handler {
    private final Handler end;
    /** The innermost step; none if there is none. */
    private final @Nullable Middleware caller;

    LastHandler(@Nullable Middleware caller, Handler end) {
        this.caller = caller;
        this.end = end;
    }

    @Override
    public Response handle(Request request) {
        if (!(request.client() instanceof HostedExchange exchange)) {
            return checked(end.handle(request));
        }
        if (caller != null) {
            exchange.state().open().calledBy(caller);
        }
        Response response = checked(end.handle(request));
        exchange.state().open().opened(response);
        return response;
    }

    private static Response checked(@Nullable Response response) {
        if (response == null) {
            throw new IllegalStateException("the end of the pipeline returned no response");
        }
        return response;
    }
}
