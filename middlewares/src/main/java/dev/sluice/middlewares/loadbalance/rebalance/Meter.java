package dev.sluice.middlewares.loadbalance.rebalance;

import dev.sluice.core.Outcome;
import java.time.Duration;

/** Rates one member for a {@link Rebalancer}. Must be thread-safe and quick. */
public interface Meter {
    /**
     * How bad the member has been of late; only compared with the other members' ratings.
     *
     * @return 0 for perfect, the greater the worse
     */
    double rating();

    /**
     * Whether the rating is worth something. Weights are not touched before all meters are ready.
     *
     * @return true once there is enough data
     */
    boolean ready();

    /**
     * Whether anything has been measured lately. Weights do not grow against a member on old measures alone.
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
