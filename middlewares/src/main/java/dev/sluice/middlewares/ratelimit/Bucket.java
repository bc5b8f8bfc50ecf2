package dev.sluice.middlewares.ratelimit;

import java.util.List;

/** What one key has left of each rate of its plan; below zero after a reservation. Guarded by its table's shard. */
final class Bucket {
    private final Plan plan;
    private final long[] grains;
    private long at;

    Bucket(Plan plan, long now) {
        this.plan = plan;
        grains = plan.full();
        at = now;
    }

    /** Takes tokens from all rates, now or within so many nanoseconds, or from none. */
    Decision take(long tokens, long now, long patience) {
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
            return new Decision(false, longest, slowest, left);
        }
        for (int i = 0; i < grains.length; i++) {
            grains[i] -= tokens * paces.get(i).cost();
        }
        return longest == 0 ? Decision.NOW : new Decision(true, longest, slowest, 0);
    }

    /** Threads read the clock before they hold the lock, so time may seem to go back a little: that adds nothing. */
    private void refill(long now) {
        long elapsed = now - at;
        if (elapsed > 0) {
            for (int i = 0; i < grains.length; i++) {
                grains[i] = plan.paces().get(i).after(grains[i], elapsed);
            }
            at = now;
        }
    }

    /** Whether it is as good as new, so that forgetting it gives nobody a token. */
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
