package dev.sluice.middlewares.adaptive;

/**
 * Additive increase, multiplicative decrease. The limit grows by 1 / limit for each answer in time, thus by one for each
 * limit's worth of them, but only while at least half of it is in use: a limit that nobody meets does not drift. A failed
 * or late answer multiplies it by the backoff, unless its request was admitted before the last decrease: requests of one
 * round trip tell of the same congestion.
 */
final class AimdState implements LimitState {
    private final long inTime;
    private final double backoff;
    private final Bounds bounds;
    private double limit;
    private long decreasedAt;
    private boolean decreased;

    AimdState(LimitAlgorithm.Aimd options, Bounds bounds) {
        this.inTime = options.latency().toNanos();
        this.backoff = options.backoffPercent() / 100.0;
        this.bounds = bounds;
        this.limit = bounds.initial();
    }

    @Override
    public int limit() {
        return (int) limit;
    }

    @Override
    public void answered(Sample sample) {
        if (sample.failed() || sample.latency() > inTime) {
            decrease(sample);
        } else if (sample.inFlight() * 2L >= limit) {
            limit = Math.min(bounds.max(), limit + 1 / limit);
        }
    }

    private void decrease(Sample sample) {
        if (!decreased || sample.startedAt() - decreasedAt >= 0) {
            limit = Math.max(bounds.min(), limit * backoff);
            decreasedAt = sample.now();
            decreased = true;
        }
    }
}
