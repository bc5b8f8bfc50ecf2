package dev.sluice.middlewares.canary;

import dev.sluice.core.options.KeyHash;
import java.util.Map;

/**
 * Chooses one of several pools by weights and a number, which is drawn or the hash of a key: weighted rendezvous
 * hashing. Each pool draws an exponential waiting time from the number, with its weight as the rate, and the shortest
 * wins. If the weight of one pool grows, the choices that change are all for this pool; the order of the pools does not
 * matter. Immutable.
 */
final class Shares {
    private final String[] pools;
    private final double[] weights;
    private final long[] salts;
    private final double others;

    /**
     * Pools with weights.
     *
     * @param tried the pool whose share is given with each choice, in place of its weight; empty if there is none
     */
    Shares(Map<String, Integer> weights, String tried) {
        pools = weights.keySet().stream().sorted().toArray(String[]::new);
        this.weights = new double[pools.length];
        salts = new long[pools.length];
        double sum = 0;
        for (int i = 0; i < pools.length; i++) {
            boolean given = pools[i].equals(tried);
            this.weights[i] = given ? -1 : weights.getOrDefault(pools[i], 0);
            salts[i] = KeyHash.of(pools[i]);
            sum += given ? 0 : this.weights[i];
        }
        others = sum;
    }

    /**
     * Chooses the pool for a number.
     *
     * @param share of the pool that is tried, 0 to 1
     */
    String choose(long number, double share) {
        int best = -1;
        double shortest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < pools.length; i++) {
            boolean tried = weights[i] < 0;
            if (tried && share >= 1) {
                return pools[i];
            }
            double weight = tried ? share / (1 - share) * others : weights[i];
            double waits = weight > 0 ? -Math.log(fraction(number ^ salts[i])) / weight : Double.POSITIVE_INFINITY;
            if (best < 0 || waits < shortest) {
                best = i;
                shortest = waits;
            }
        }
        return pools[best];
    }

    /** A number mapped evenly to the open interval from 0 to 1. */
    private static double fraction(long number) {
        return ((KeyHash.mixed(number) >>> 11) + 0.5) * 0x1p-53;
    }
}
