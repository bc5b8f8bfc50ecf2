package dev.sluice.middlewares.retry;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Grpc;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An attempt with its response, or with the failure in place of one: the subject of a retry condition.
 *
 * @param request the request as it was sent
 * @param response the response, its body unread
 * @param number the number of the attempt, from 1
 */
public record Attempt(Request request, Response response, int number) {
    boolean networkError() {
        return response.failure().filter(Failure::network).isPresent();
    }

    /** Whether no connection to its upstream could be made, so that nothing was sent. */
    boolean unreached() {
        return response.failure().filter(Failure::unreached).isPresent();
    }

    /** What the journal says of it if another attempt follows. */
    Decision.Retried retried() {
        String why = response.failure()
                .map(Failure::reason)
                .orElseGet(() -> grpcStatus() > 0
                        ? Grpc.STATUS + " " + grpcStatus()
                        : response.status().codeText());
        return new Decision.Retried(upstream(), number, why);
    }

    boolean failed() {
        return response.failure().isPresent();
    }

    /** The status of a call of gRPC that has ended with its head; -1 if it has not, or is none. */
    int grpcStatus() {
        return Grpc.isIn(response.fields()) ? Grpc.status(response.fields()).orElse(-1) : -1;
    }

    /** How much of the request was sent: all of it, if an upstream answered. */
    Sent sent() {
        return response.failure().map(Failure::sent).orElse(Sent.ALL);
    }

    boolean idempotent() {
        return request.head().idempotent();
    }

    Optional<Upstream> upstream() {
        return response.provenance().upstream();
    }

    /**
     * Whether a retry makes sense: not for a tunnel, and not for a failure of the client, such as a body that is too
     * large, which a retry would meet again.
     */
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

    /** The response with the number of this attempt, and with the earlier attempts, in its provenance. */
    Response after(List<Provenance.Tried> earlier) {
        return number == 1 ? response : response.withProvenance(provenance().after(earlier));
    }

    /** What is kept of it when its response is discarded: this attempt, behind those that a retry inside it made. */
    List<Provenance.Tried> tried() {
        List<Provenance.Tried> all = new ArrayList<>(response.provenance().tried());
        all.add(new Provenance.Tried(upstream(), response.status().code(), response.failure()));
        return all;
    }

    /** A response that replaces the closed one when the client leaves before the next attempt. */
    Response abandonedAfter(List<Provenance.Tried> earlier) {
        Provenance last =
                new Provenance(upstream(), number, "", response.provenance().timings(), earlier);
        return Response.failed(new Failure.ClientGone(sent()), last);
    }

    private Provenance provenance() {
        return response.provenance().withAttempts(number);
    }
}
