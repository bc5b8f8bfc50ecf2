package dev.sluice.middlewares.errors;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Problem;
import dev.sluice.core.Request;
import dev.sluice.core.Response;

/**
 * Renders the errors that the gateway itself answers. If it is among the steps of a pipeline, the host also renders the
 * errors with it that arise outside of the step: malformed messages, which are refused before any step, and bugs (500).
 * Error responses of an upstream are passed on unchanged. Thread-safe.
 */
public final class Errors implements Middleware, ErrorRenderer {
    private final ErrorsOptions options;
    private final ErrorRenderer renderer;

    /**
     * Renders errors in a form.
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
