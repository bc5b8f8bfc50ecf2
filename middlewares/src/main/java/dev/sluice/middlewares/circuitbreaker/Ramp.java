package dev.sluice.middlewares.circuitbreaker;

/**
 * Lets a share of requests pass that grows with time from nothing to a half: oxy's {@code ratioController}. At the end
 * of recovery the share goes from a half to all at once. Its counts are guarded by a small lock.
 */
final class Ramp {
    private static final double TOP = 0.5;

    private final long start;
    private final long length;
    private long allowed;
    private long denied;

    Ramp(long start, long length) {
        this.start = start;
        this.length = length;
    }

    /** The share that may pass now. */
    double target(long now) {
        return TOP * (now - start) / length;
    }

    /** Whether one more request may pass: only if the share of passed requests stays below the target. */
    synchronized boolean allows(long now) {
        boolean allow = (allowed + 1.0) / (allowed + denied + 1.0) < target(now);
        if (allow) {
            allowed++;
        } else {
            denied++;
        }
        return allow;
    }

    long end() {
        return start + length;
    }
}
