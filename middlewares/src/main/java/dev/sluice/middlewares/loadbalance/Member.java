package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Upstream;

/**
 * An upstream of a pool at one moment.
 *
 * @param upstream where requests go
 * @param weight its share as written, relative to the others'; 0 takes nothing new
 * @param effectiveWeight its share now: the weight, unless a {@link Rebalancer} has shifted it
 * @param up false while it is marked down
 */
public record Member(Upstream upstream, int weight, int effectiveWeight, boolean up) {
    /**
     * Checks the weights.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Member {
        if (weight < 0 || effectiveWeight < 0) {
            throw new IllegalArgumentException(
                    "weight of " + upstream + " must be at least 0, is " + Math.min(weight, effectiveWeight));
        }
    }

    Member(Upstream upstream, int weight) {
        this(upstream, weight, weight, true);
    }

    /**
     * Whether it takes new requests.
     *
     * @return true if it is up and its weight is not 0
     */
    public boolean takes() {
        return up && effectiveWeight > 0;
    }

    Member withWeight(int changed) {
        return new Member(upstream, changed, changed, up);
    }

    Member withEffectiveWeight(int changed) {
        return new Member(upstream, weight, changed, up);
    }

    Member withUp(boolean changed) {
        return new Member(upstream, weight, effectiveWeight, changed);
    }

    /** {@code http://host*weight}; the weight is left out if it is 1. */
    @Override
    public String toString() {
        return upstream + (weight == 1 ? "" : "*" + weight) + (up ? "" : " (down)");
    }
}
