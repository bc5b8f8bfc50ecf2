package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Failure;
import dev.sluice.core.Grpc;
import dev.sluice.core.Response;
import dev.sluice.middlewares.rolling.Blame;

/** Which responses passive health counts as failures of the member. */
public enum Counted {
    /** Failed connections only: refused, unreachable, timed out, TLS. */
    CONNECT,
    /** All failures of the network, those after the connection too. */
    NETWORK,
    /** Those, and the statuses 502, 503 and 504; of gRPC, UNAVAILABLE and DEADLINE_EXCEEDED. */
    GATEWAY,
    /** Those, and the statuses 500 to 504; of gRPC, INTERNAL too. */
    ERRORS;

    /** What a response says of its member. */
    enum Sign {
        /** It is well. */
        GOOD,
        /** It has failed. */
        BAD,
        /** Nothing: the client or the gateway itself has ended the exchange. */
        NONE
    }

    Sign of(Response response) {
        return response.failure().map(this::of).orElseGet(() -> isBad(response) ? Sign.BAD : Sign.GOOD);
    }

    Sign of(Failure failure) {
        if (failure.unreached()) {
            return Sign.BAD;
        }
        boolean sent = failure.sent() != Failure.Sent.NOTHING && !(failure instanceof Failure.ClientBroken);
        if (this == CONNECT) {
            return sent ? Sign.GOOD : Sign.NONE;
        }
        return failure.network() && sent ? Sign.BAD : Sign.NONE;
    }

    /** Whether a status can be a failure of the member. */
    boolean readsStatus() {
        return this == GATEWAY || this == ERRORS;
    }

    /** Whether the status is a failure of the member; of gRPC, that of the call counts, once it is known. */
    boolean isBad(Response response) {
        if (Blame.of(response) == Blame.CLIENT) {
            return false;
        }
        int code = Grpc.countedStatus(response);
        return switch (this) {
            case CONNECT, NETWORK -> false;
            case GATEWAY -> code >= 502 && code <= 504;
            case ERRORS -> code >= 500 && code <= 504;
        };
    }
}
