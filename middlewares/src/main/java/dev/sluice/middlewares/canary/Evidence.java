package dev.sluice.middlewares.canary;

/**
 * Evidence that the ratio of the canary lies on one side of a line {@code canary = stable + line}: an e-process, which
 * may be looked at after every exchange. If the truth lies on the line or on its other side, the evidence ever reaches
 * K with a probability of at most 1/K, whatever the ratios are and however they change (Ville's inequality). Not
 * thread-safe.
 *
 * <p>It is the safe test of two proportions of Turner, Ly and Grünwald (arXiv:2106.02693). Exchanges come in blocks.
 * For each block the likelihood of an alternative (θc, θs) is divided by that of the point (θ + line, θ) next to it on
 * the line, in the sense of Kullback and Leibler. The expected quotient is at most 1 for every point of the line: its
 * logarithm is a concave function of θ (a sum of logarithms of linear functions) whose derivative is zero at the point
 * that was chosen, where its value is 0. Beyond the line it is smaller still. Ratios that change within the block only
 * make it smaller, by the same concavity. Alternatives are chosen before the block is seen, so the products of
 * quotients are supermartingales, and so are their averages: one for each size of the effect, and one for each block
 * that the effect may begin with.
 */
final class Evidence {
    private static final double LEAST = 0.0005;
    private static final double MOST = 0.9995;
    private static final int BISECTIONS = 25;

    private final double line;
    private final double[] effects;
    /** The value, after the blocks so far, of what was invested in each effect. */
    private final double[] worth;

    private long blocks;

    /**
     * No evidence yet.
     *
     * @param line the difference that is to be refuted
     * @param effects the differences that are looked for, all above the line or all below it
     */
    Evidence(double line, double... effects) {
        this.line = line;
        this.effects = effects.clone();
        worth = new double[effects.length];
    }

    /**
     * Takes a block into account.
     *
     * @param block what was counted
     * @param stable the ratio of the stable side as it was estimated before the block
     */
    void add(Tally block, double stable) {
        blocks++;
        double invested = 1.0 / blocks / (blocks + 1) / effects.length;
        double base = Math.clamp(stable, LEAST, MOST - line);
        for (int i = 0; i < effects.length; i++) {
            worth[i] = (worth[i] + invested) * quotient(block, Math.min(base + effects[i], MOST), base);
        }
    }

    /** The value of what was invested in the blocks so far, and of what is kept for those to come. */
    double value() {
        double value = 1.0 / (blocks + 1);
        for (double one : worth) {
            value += one;
        }
        return value;
    }

    private double quotient(Tally block, double canary, double stable) {
        double nearest = line == 0 ? pooled(block, canary, stable) : nearest(block, canary, stable);
        return Math.exp(logarithm(block.canary(), block.canaryHits(), canary, nearest + line)
                + logarithm(block.stable(), block.stableHits(), stable, nearest));
    }

    private static double logarithm(long count, long hits, double alternative, double onLine) {
        return hits * Math.log(alternative / onLine) + (count - hits) * Math.log((1 - alternative) / (1 - onLine));
    }

    private static double pooled(Tally block, double canary, double stable) {
        return (block.canary() * canary + block.stable() * stable) / (block.canary() + block.stable());
    }

    /** The stable side of the point on the line, where the slope of the divergence, which falls, is zero. */
    private double nearest(Tally block, double canary, double stable) {
        double low = Math.max(0, Math.min(stable, canary - line));
        double high = Math.max(stable, canary - line);
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            double slope = block.canary() * pull(canary, middle + line) + block.stable() * pull(stable, middle);
            if (slope > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double pull(double to, double from) {
        return (to - from) / (from * (1 - from));
    }
}
