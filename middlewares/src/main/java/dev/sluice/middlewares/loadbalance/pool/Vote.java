package dev.sluice.middlewares.loadbalance.pool;

/**
 * What one judge says about the availability of one member: an operator, a circuit breaker, a health check. A member
 * takes requests if no vote is against it. Votes are asked when a request is picked for, so that time alone can change
 * them. Must be thread-safe, quick, and call nobody.
 */
public interface Vote {
    /** Whether the member may be picked. */
    enum Standing {
        /** It may. A vote that says so is forgotten. */
        IN,
        /** It may if {@link Vote#admits} agrees to this one request. */
        TRIAL,
        /** It may not. */
        OUT
    }

    /**
     * Whose vote it is, for people who read it.
     *
     * @return such as {@code operator}, {@code passive}, {@code breaker}
     */
    String judge();

    /**
     * What it says now.
     *
     * @return in, on trial or out
     */
    Standing standing();

    /**
     * Whether a member on trial may have one more request. If so, it counts as given.
     *
     * @return true to give it the request
     */
    default boolean admits() {
        return standing() == Standing.IN;
    }

    /**
     * Whether it holds also if nobody else is left. Otherwise the member is a last resort.
     *
     * @return true by default
     */
    default boolean binding() {
        return true;
    }
}
