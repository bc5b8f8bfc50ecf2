package dev.sluice.middlewares.rewrite;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import java.util.function.UnaryOperator;

/**
 * Changes the target of requests before they go on. The client does not notice; {@code OPTIONS *} and CONNECT are left
 * alone. Stateless.
 */
public final class Rewrite implements Middleware {
    private final RewriteOptions options;

    /**
     * A rewrite.
     *
     * @param options what to do to targets
     */
    public Rewrite(RewriteOptions options) {
        this.options = options;
    }

    @Override
    public Response handle(Request request, Handler next) {
        if (!request.target().startsWith("/")) {
            return next.handle(request);
        }
        String target = request.target();
        for (UnaryOperator<String> step : options.steps()) {
            target = step.apply(target);
        }
        return next.handle(request.withHead(request.head().withTarget(target)));
    }

    @Override
    public String describe() {
        return "rewrite(" + String.join(", ", options.names()) + ")";
    }
}
