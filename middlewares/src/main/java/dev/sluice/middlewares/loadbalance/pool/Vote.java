package dev.sluice.middlewares.loadbalance.pool;

import java.util.Optional;

/**
 * What one judge (an operator, a circuit breaker, a health check) says about the availability of one member. A member
 * takes requests if no vote is against it. Votes are evaluated at each pick, so a vote may change with time alone. Must
 * be thread-safe and quick, and must not call the pool.
 */
public interface Vote {
    /** Whether the member may be picked. */
    enum Standing {
        /** It may be picked. The pool drops such a vote, and notes that in the journal. */
        IN,
        /** It may be picked for a request that {@link Vote#admits} agrees to. */
        TRIAL,
        /** It may not be picked. */
        OUT
    }

    /**
     * The kind of judge, for messages.
     *
     * @return such as {@code operator}, {@code passive}, {@code breaker}
     */
    String judge();

    /**
     * The vote at this moment.
     *
     * @return in, on trial or out
     */
    Standing standing();

    /**
     * Whether a member on trial may have one more request. If so, that request is counted.
     *
     * @return true to give it the request
     */
    default boolean admits() {
        return standing() == Standing.IN;
    }

    /**
     * Whether it is against new clients only: sticky ones go on with the member.
     *
     * @return false by default
     */
    default boolean sparesSticky() {
        return false;
    }

    /**
     * Whether the member is not picked even if no other member is left. If false, the member is a last resort.
     *
     * @return true by default
     */
    default boolean binding() {
        return true;
    }

    /**
     * What the journal says when the vote has turned in by itself, with time.
     *
     * @return the judge, by default; empty if the judge notes it
     */
    default Optional<String> over() {
        return Optional.of(judge());
    }
}
