package dev.sluice.middlewares.canary;

import java.util.Locale;

/**
 * The state of a canary at one moment.
 *
 * @param pool the pool that is tried
 * @param phase whether it is tried, held, promoted or rolled back
 * @param share percent of the requests that the pool is given
 * @param samples exchanges of the canary that were compared at this step
 * @param failed those that failed
 * @param otherSamples exchanges of the other pools that were compared at this step
 * @param otherFailed those that failed
 * @param moreFailures evidence that it fails more often: it is rolled back at {@code needed}
 * @param slower evidence that it is slower: it is rolled back at {@code needed}
 * @param harmless evidence that it does neither by the margins
 * @param needed of evidence of harm
 */
public record CanaryState(
        String pool,
        Phase phase,
        double share,
        long samples,
        long failed,
        long otherSamples,
        long otherFailed,
        double moreFailures,
        double slower,
        double harmless,
        double needed) {
    private static final double MOST_SHOWN = 1_000_000;

    /** The phases of a canary. */
    public enum Phase {
        /** The canary gets its share, and its exchanges are compared with those of the other pools. */
        TRYING,
        /** An operator holds the canary at its share: nothing is counted or decided. */
        HELD,
        /** The canary gets all requests. */
        PROMOTED,
        /** The canary gets no requests. */
        ROLLED_BACK
    }

    /**
     * What was counted, and how strong the evidence is. 1 is none; a K says that it happens by chance once in K times
     * at most.
     *
     * @return one line
     */
    public String evidence() {
        return failed + " of " + samples + " failed, of the others " + otherFailed + " of " + otherSamples
                + "; evidence of more failures " + shown(moreFailures) + ", of slowness " + shown(slower) + ", needed "
                + shown(needed) + "; of no harm " + shown(harmless);
    }

    private static String shown(double evidence) {
        return evidence > MOST_SHOWN ? "over " + (long) MOST_SHOWN : String.format(Locale.ROOT, "%.1f", evidence);
    }

    /** Pool, phase, share and evidence in one line. */
    @Override
    public String toString() {
        return pool + " " + phase.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " at " + percent(share) + " %: "
                + evidence();
    }

    static String percent(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }
}
