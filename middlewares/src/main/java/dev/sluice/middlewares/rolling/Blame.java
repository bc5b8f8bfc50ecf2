package dev.sluice.middlewares.rolling;

import dev.sluice.core.Failure;
import dev.sluice.core.Outcome;

/** Whose fault the end of an exchange was: one answer for the circuit breaker and the rebalancer. */
public enum Blame {
    /** It ended well, or with a 4xx, which is an answer too. */
    NOBODY,
    /** The client left, or its body broke the rules: says nothing about the upstream. */
    CLIENT,
    /** The network failed on the upstream's side, or the status is 500 to 504. */
    UPSTREAM;

    /**
     * Judges an outcome.
     *
     * @param outcome how an exchange ended
     * @return whose fault it was
     */
    public static Blame of(Outcome outcome) {
        return switch (outcome.failure().orElse(null)) {
            case Failure.ClientGone gone -> CLIENT;
            case Failure.ClientBroken broken -> CLIENT;
            case Failure.BodyTooLarge large when large.side() == Failure.Side.REQUEST -> CLIENT;
            case Failure failure when failure.network() -> UPSTREAM;
            case null, default -> byStatus(outcome.status().code());
        };
    }

    private static Blame byStatus(int code) {
        return code >= 500 && code <= 504 ? UPSTREAM : NOBODY;
    }
}
