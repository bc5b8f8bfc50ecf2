package dev.sluice.middlewares.ratelimit;

import java.util.List;

/** The tokens that one key has left of each rate of its plan; negative after a reservation. Guarded by its shard's lock. */
final class Bucket {
    private final RatePlan plan;
    private final long[] grains;
    private long at;

    Bucket(RatePlan plan, long now) {
        this.plan = plan;
        grains = plan.full();
        at = now;
    }

    /** Takes tokens from all rates if they are there now or within {@code patience} nanoseconds; else from none. */
    Taken take(long tokens, long now, long patience) {
        refill(now);
        List<Pace> paces = plan.paces();
        long longest = 0;
        int slowest = 0;
        for (int i = 0; i < grains.length; i++) {
            long delay = paces.get(i).delay(grains[i], tokens);
            if (delay > longest) {
                longest = delay;
                slowest = i;
            }
        }
        if (longest > patience) {
            long left = Math.max(0, grains[slowest] / paces.get(slowest).cost());
            return new Taken(false, longest, slowest, left);
        }
        for (int i = 0; i < grains.length; i++) {
            grains[i] -= tokens * paces.get(i).cost();
        }
        return longest == 0 ? Taken.NOW : new Taken(true, longest, slowest, 0);
    }

    /**
     * A thread reads the clock before it takes the lock, so {@code now} may be slightly earlier than {@code at}. In
     * that case nothing is added.
     */
    private void refill(long now) {
        long elapsed = now - at;
        if (elapsed > 0) {
            for (int i = 0; i < grains.length; i++) {
                grains[i] = plan.paces().get(i).after(grains[i], elapsed);
            }
            at = now;
        }
    }

    /** Whether all its rates are full, so that a new bucket in its place would hold the same tokens. */
    boolean isIdle(long now) {
        for (int i = 0; i < grains.length; i++) {
            Pace pace = plan.paces().get(i);
            if (pace.after(grains[i], Math.max(0, now - at)) < pace.full()) {
                return false;
            }
        }
        return true;
    }
}
