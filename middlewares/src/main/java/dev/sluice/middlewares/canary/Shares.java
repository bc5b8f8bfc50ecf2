package dev.sluice.middlewares.canary;

import java.util.Map;

/**
 * Chooses one of several pools by weights and a number, which is drawn or the hash of a key: weighted rendezvous hashing. Each
 * pool draws an exponential waiting time from the number, with its weight as the rate, and the shortest wins. If the weight
 * of one pool grows, the choices that change are all for this pool; the order of the pools does not matter. Immutable.
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
            salts[i] = hash(pools[i]);
            sum += given ? 0 : this.weights[i];
        }
        others = sum;
    }

    /**
     * The pool of a number.
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

    /** Above 0 and below 1. */
    private static double fraction(long number) {
        return ((mixed(number) >>> 11) + 0.5) * 0x1p-53;
    }

    /** FNV-1a of 64 bits: the same in every process. */
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    /** The finish of MurmurHash3: every bit depends on all. */
    private static long mixed(long number) {
        long mixed = (number ^ (number >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
