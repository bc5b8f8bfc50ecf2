package dev.sluice.middlewares.errors;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Problem;
import dev.sluice.core.Request;
import dev.sluice.core.Response;

/**
 * Gives errors of the gateway's own their form. A host that finds it among the steps of a pipeline renders with it what
 * arises outside it, too: messages that are refused before any step, and bugs. An upstream's own errors are not touched.
 * Thread-safe.
 */
public final class Errors implements Middleware, ErrorRenderer {
    private final ErrorsOptions options;
    private final ErrorRenderer renderer;

    /**
     * Errors in a form.
     *
     * @param options the form
     */
    public Errors(ErrorsOptions options) {
        this.options = options;
        renderer = options.renderer().orElse(options.form().renderer());
    }

    @Override
    public Response handle(Request request, Handler next) {
        return rendered(request, next.handle(request));
    }

    @Override
    public Response render(Request request, Response error, Problem problem) {
        return renderer.render(request, error, problem);
    }

    @Override
    public String describe() {
        return ErrorsType.TYPE.describe(options);
    }
}
