package dev.sluice.middlewares.loadbalance.rebalance;

import dev.sluice.core.Outcome;
import java.time.Duration;

/** Rates one member for a {@link Rebalancer}. Must be thread-safe and quick. */
public interface Meter {
    /**
     * The rating of the member over the last time, which is only compared with the ratings of the others.
     *
     * @return 0 for no failures; a greater value is worse
     */
    double rating();

    /**
     * Whether there is enough data for a rating. Weights are not changed before all meters are ready.
     *
     * @return true once there is enough data
     */
    boolean ready();

    /**
     * Whether the rating includes recent exchanges. Weights are not shifted away from a member because of an old
     * rating.
     *
     * @return true by default
     */
    default boolean fresh() {
        return true;
    }

    /**
     * An exchange with the member has ended.
     *
     * @param outcome how
     * @param latency from the pick to the head of the response
     */
    void record(Outcome outcome, Duration latency);
}
