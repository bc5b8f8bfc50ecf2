package dev.sluice.server.hosting;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.server.rules.HostedExchange;
import dev.sluice.server.rules.OpenResponses;
import org.jspecify.annotations.Nullable;

/**
 * A step around the steps behind it. On a hosted exchange it notes which recorders were reached, and which step has got
 * a response, so that the exchange can close one that was neither returned nor closed, and name the step. A response that
 * the step has made by itself tells where it stands.
 */
final class StepHandler implements Handler {
    private final Middleware step;
    private final String path;
    private final Handler next;
    /** The step before, whose {@code next} this is; none for the first. */
    private final @Nullable Middleware caller;

    StepHandler(@Nullable Middleware caller, Middleware step, String path, Handler next) {
        this.caller = caller;
        this.step = step;
        this.path = path;
        this.next = next;
    }

    @Override
    public Response handle(Request request) {
        if (!(request.client() instanceof HostedExchange exchange)) {
            return signed(checked(step.handle(request, next)), path);
        }
        if (step instanceof ExchangeRecorder recorder) {
            exchange.state().pass(recorder);
        }
        OpenResponses open = exchange.state().open();
        if (caller != null) {
            open.calledBy(caller);
        }
        try {
            Response response = signed(checked(step.handle(request, next)), path);
            open.returnedBy(step, response);
            return response;
        } catch (RuntimeException | Error bug) {
            open.thrownBy(step);
            throw bug;
        }
    }

    /** Puts the path of the step on a response that the gateway has made by itself, unless a step behind it has done so. */
    static Response signed(Response response, String path) {
        Provenance from = response.provenance();
        boolean ours = !from.reason().isEmpty()
                && from.step().isEmpty()
                && from.upstream().isEmpty();
        return ours && !path.isEmpty() ? response.withProvenance(from.withStep(path)) : response;
    }

    private Response checked(@Nullable Response response) {
        if (response == null) {
            throw new IllegalStateException(step.describe() + " returned no response");
        }
        return response;
    }
}
