package dev.sluice.middlewares.canary;

/**
 * What one step of a canary has shown: its failures and its latencies beside those of the stable side. Not thread-safe.
 */
final class Trial {
    /** What the evidence of a trial allows to decide. */
    enum Verdict {
        /** There is too little evidence for a decision. */
        UNDECIDED,
        FAILS_MORE,
        SLOWER,
        /** The canary is neither slower nor fails more often, by more than the margins. */
        HARMLESS
    }

    private static final double FEW_FAIL = 0.01;

    private final CanaryOptions options;
    private final double needed;
    private final Comparison failures;
    private final Comparison slowness;

    private Trial(CanaryOptions options, double needed, double failing, double slow) {
        this.options = options;
        this.needed = needed;
        failures = new Comparison(options.margin() / 100, failing);
        slowness = new Comparison(options.slowMargin() / 100, slow);
    }

    /**
     * The first of several trials, without knowledge of the stable side.
     *
     * @param trials how many there are; each has two measures, and all of them share the risk of a false alarm
     */
    static Trial first(CanaryOptions options, int trials) {
        return new Trial(options, 2 * trials * 100 / options.risk(), FEW_FAIL, SlowMark.SHARE);
    }

    /** The trial of another step. What is known of the stable side is taken over, and nothing of the canary. */
    Trial next() {
        return new Trial(options, needed, failures.stable(), slowness.stable());
    }

    /** What follows from what was counted; harm is looked for first. */
    Verdict verdict() {
        if (failures.all().canary() < options.samples()) {
            return Verdict.UNDECIDED;
        }
        if (failures.harm() >= needed) {
            return Verdict.FAILS_MORE;
        }
        if (slowness.harm() >= needed) {
            return Verdict.SLOWER;
        }
        return harmless() >= 100 / options.risk() ? Verdict.HARMLESS : Verdict.UNDECIDED;
    }

    /** Counts exchanges of one side by how they ended. */
    void ended(boolean canary, long count, long failed) {
        failures.add(canary, count, failed);
    }

    /** Counts exchanges of one side that did not fail by their latencies. */
    void answered(boolean canary, long count, long slow) {
        slowness.add(canary, count, slow);
    }

    /** Whether the mark of what is slow may change. */
    boolean isBetweenBlocks() {
        return slowness.isBetweenBlocks();
    }

    /** The strength of the evidence that the canary fails more often. */
    double moreFailures() {
        return failures.harm();
    }

    /** The strength of the evidence that the canary is slower. */
    double slower() {
        return slowness.harm();
    }

    /**
     * The strength of the evidence that the canary is neither worse nor slower by more than the margins: the weaker of
     * both.
     */
    double harmless() {
        return Math.min(failures.harmless(), slowness.harmless());
    }

    /** The strength of evidence from which a verdict of harm is given. */
    double needed() {
        return needed;
    }

    /** Exchanges that were compared by how they ended. */
    Tally compared() {
        return failures.all();
    }
}
