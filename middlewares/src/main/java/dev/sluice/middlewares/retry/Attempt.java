package dev.sluice.middlewares.retry;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import java.util.Optional;

/**
 * An attempt that has been answered: what a retry condition is about.
 *
 * @param request what was asked
 * @param response what came, its body unread
 * @param number which attempt it was, from 1
 */
public record Attempt(Request request, Response response, int number) {
    boolean networkError() {
        return response.failure().filter(Failure::network).isPresent();
    }

    /** Whether no connection to its upstream could be made: provably nothing was sent. */
    boolean unreached() {
        return response.failure().filter(Attempt::notConnected).isPresent();
    }

    private static boolean notConnected(Failure failure) {
        return failure instanceof Failure.ConnectFailed
                || (failure instanceof Failure.TimedOut timeout && timeout.phase() == Failure.Phase.CONNECT);
    }

    boolean failed() {
        return response.failure().isPresent();
    }

    /** How much of the request had left: all of it, if an upstream answered. */
    Sent sent() {
        return response.failure().map(Failure::sent).orElse(Sent.ALL);
    }

    boolean idempotent() {
        return request.head().idempotent();
    }

    Optional<Upstream> upstream() {
        return response.provenance().upstream();
    }

    /** Not a tunnel, and not the client's fault: one that left or sent too much does no better a second time. */
    boolean retryable() {
        return response.tunnel().isEmpty()
                && response.failure().filter(Attempt::clientAtFault).isEmpty();
    }

    private static boolean clientAtFault(Failure failure) {
        return switch (failure) {
            case Failure.ClientGone gone -> true;
            case Failure.ClientBroken broken -> true;
            case Failure.BodyTooLarge large -> large.side() == Failure.Side.REQUEST;
            default -> false;
        };
    }

    /** The response for outside; only a retry changes the number that the inside knows of. */
    Response counted() {
        return number == 1 ? response : response.withProvenance(provenance());
    }

    /** What stands for the response that was closed when the client left before the next attempt. */
    Response abandoned() {
        return Response.failed(new Failure.ClientGone(sent()), provenance().withReason(""));
    }

    private Provenance provenance() {
        return response.provenance().withAttempts(number);
    }
}
