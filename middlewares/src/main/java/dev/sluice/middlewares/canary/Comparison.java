package dev.sluice.middlewares.canary;

/**
 * One measure of both sides, such as the share of failures, at one step: evidence that the canary is worse, and
 * evidence that it is not worse by a margin. Exchanges are compared in blocks of at least {@value #BLOCK} on each side.
 * Not thread-safe.
 */
final class Comparison {
    /**
     * Exchanges of each side in a block. Few, so that both sides of a block were served under the same conditions; a
     * decision waits for the end of a block.
     */
    static final int BLOCK = 10;

    /** The weight, in exchanges, of the ratio that is expected before anything was counted. */
    private static final double PRIOR = 100;

    private final Evidence harm = new Evidence(0, 0.02, 0.05, 0.15, 0.5);
    private final Evidence harmless;
    private Tally block = Tally.EMPTY;
    private Tally all = Tally.EMPTY;
    private final double prior;

    /**
     * A comparison without exchanges.
     *
     * @param margin the difference that is tolerated, above 0
     * @param prior what the ratio of the stable side is expected to be
     */
    Comparison(double margin, double prior) {
        harmless = new Evidence(margin, 0, margin / 2);
        this.prior = prior;
    }

    /** Counts exchanges of one side. */
    void add(boolean canary, long count, long hits) {
        block = block.plus(canary, count, hits);
        if (block.has(BLOCK)) {
            double stable = stable();
            harm.add(block, stable);
            harmless.add(block, stable);
            all = all.plus(true, block.canary(), block.canaryHits()).plus(false, block.stable(), block.stableHits());
            block = Tally.EMPTY;
        }
    }

    /** The ratio of the stable side, estimated from the blocks so far. */
    double stable() {
        return (all.stableHits() + PRIOR * prior) / (all.stable() + PRIOR);
    }

    /** Whether a block begins: what counts as a hit may change now. */
    boolean isBetweenBlocks() {
        return block.isEmpty();
    }

    double harm() {
        return harm.value();
    }

    double harmless() {
        return harmless.value();
    }

    /** The sums of all blocks. */
    Tally all() {
        return all;
    }
}
