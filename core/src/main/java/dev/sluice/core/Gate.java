package dev.sluice.core;

import java.util.Objects;

/**
 * A middleware that admits or rejects a request by its head alone, and is told how the exchange ended.
 *
 * <p>A gate never touches the response, so its permit cannot be released early: {@link #handle} is the one place that
 * waits for the end of the body. A gate cannot tell whether it runs as a Helidon filter or inside the handler.
 */
@FunctionalInterface
@SuppressWarnings("FunctionalInterfaceMethodChanged") // a gate *is* the middleware that handle() makes of admit()
public interface Gate extends Middleware {
    /**
     * Decides about one request.
     *
     * @param request what arrived; its body must not be read
     * @return {@link Verdict.Admitted} with what to run at the end, or {@link Verdict.Rejected} with the answer
     */
    Verdict admit(Request request);

    @Override
    default Response handle(Request request, Handler next) {
        return switch (admit(request)) {
            case Verdict.Rejected rejected -> rejected.response();
            case Verdict.Admitted admitted ->
                completed(request.with(admitted.attributes()), next, admitted.completion());
        };
    }

    private static Response completed(Request request, Handler next, Completion completion) {
        Response response;
        try {
            response = Objects.requireNonNull(next.handle(request), () -> "no response to " + request);
        } catch (RuntimeException | Error bug) {
            completion.ended(Outcome.bug(bug).of(request));
            throw bug;
        }
        return response.onEnd(request, completion);
    }
}
