package dev.sluice.middlewares.canary;

/**
 * What was counted on both sides since the last look.
 *
 * @param canary exchanges of the canary
 * @param canaryHits those that failed, or were slow
 * @param stable exchanges of the other pools
 * @param stableHits those that failed, or were slow
 */
record Tally(long canary, long canaryHits, long stable, long stableHits) {
    static final Tally EMPTY = new Tally(0, 0, 0, 0);

    Tally plus(boolean ofCanary, long count, long hits) {
        return ofCanary
                ? new Tally(canary + count, canaryHits + hits, stable, stableHits)
                : new Tally(canary, canaryHits, stable + count, stableHits + hits);
    }

    /** Whether both sides have at least a number of exchanges. */
    boolean has(long least) {
        return canary >= least && stable >= least;
    }

    boolean isEmpty() {
        return canary == 0 && stable == 0;
    }
}
