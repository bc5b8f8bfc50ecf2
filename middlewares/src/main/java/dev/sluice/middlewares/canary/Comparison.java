package dev.sluice.middlewares.canary;

/**
 * One measure of both sides, such as the share of failures, at one step: evidence that the canary is worse, and evidence
 * that it is not worse by a margin. Exchanges are compared in blocks of at least {@value #BLOCK} on each side. Not thread-safe.
 */
final class Comparison {
    /** Blocks are small, so that both sides of one have met the same weather; a decision waits for one. */
    static final int BLOCK = 10;

    /** How many exchanges the ratio that was known before counts as. */
    private static final double PRIOR = 100;

    private final Evidence harm = new Evidence(0, 0.02, 0.05, 0.15, 0.5);
    private final Evidence harmless;
    private Tally block = Tally.EMPTY;
    private Tally all = Tally.EMPTY;
    private final double prior;

    /**
     * Nothing was counted yet.
     *
     * @param margin a difference that is borne, above 0
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

    /** What the ratio of the stable side is, by what was compared. */
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

    /** What was compared. */
    Tally all() {
        return all;
    }
}
