package dev.sluice.middlewares.rolling;

import dev.sluice.core.Failure;
import dev.sluice.core.Grpc;
import dev.sluice.core.Outcome;
import dev.sluice.core.Reason;
import dev.sluice.core.Response;
import org.jspecify.annotations.Nullable;

/** Which side an exchange failed on, as the circuit breaker and the rebalancer both judge it. */
public enum Blame {
    /**
     * Neither side: the network did not fail, and the status is not 500 to 504, or the time of the request was used up
     * before the upstream had all of it, or the gateway stopped meanwhile. A 4xx counts as success.
     */
    NOBODY,
    /**
     * The client closed its connection, its body was malformed or too large, or it asked for a tunnel that the upstream does
     * not have. This says nothing about the upstream.
     */
    CLIENT,
    /**
     * The network between gateway and upstream failed, or the status is 500 to 504, or that of gRPC is DEADLINE_EXCEEDED,
     * INTERNAL or UNAVAILABLE.
     */
    UPSTREAM;

    /**
     * Judges an outcome.
     *
     * @param outcome how an exchange ended
     * @return the side it failed on
     */
    public static Blame of(Outcome outcome) {
        return of(outcome.failure().orElse(null), outcome.response());
    }

    /**
     * Judges a response before its body.
     *
     * @param response what came back
     * @return the side it failed on
     */
    public static Blame of(Response response) {
        return of(response.failure().orElse(null), response);
    }

    private static Blame of(@Nullable Failure known, Response response) {
        return switch (known) {
            case Failure.ClientGone gone -> CLIENT;
            case Failure.ClientBroken broken -> CLIENT;
            case Failure.BodyTooLarge large when large.side() == Failure.Side.REQUEST -> CLIENT;
            case Failure failure when failure.network() -> UPSTREAM;
            case Failure.TimedOut late -> NOBODY;
            case Failure.DrainOver over -> NOBODY;
            case null, default -> isNoTunnel(response) ? CLIENT : byStatus(Grpc.countedStatus(response));
        };
    }

    private static boolean isNoTunnel(Response response) {
        return response.provenance().reason().equals(Reason.NO_TUNNEL);
    }

    private static Blame byStatus(int code) {
        return code >= 500 && code <= 504 ? UPSTREAM : NOBODY;
    }
}
