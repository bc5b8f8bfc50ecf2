package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Failure;
import dev.sluice.core.Response;

/** Which responses passive health counts as failures of the member. */
public enum Counted {
    /** Failed connections only: refused, unreachable, timed out, TLS. */
    CONNECT,
    /** All failures of the network, those after the connection too. */
    NETWORK,
    /** Those, and the statuses 502, 503 and 504. */
    GATEWAY,
    /** Those, and the statuses 500 to 504. */
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
        return response.failure()
                .map(this::of)
                .orElseGet(() -> isBad(response.status().code()) ? Sign.BAD : Sign.GOOD);
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

    private boolean isBad(int code) {
        return switch (this) {
            case CONNECT, NETWORK -> false;
            case GATEWAY -> code >= 502 && code <= 504;
            case ERRORS -> code >= 500 && code <= 504;
        };
    }
}
