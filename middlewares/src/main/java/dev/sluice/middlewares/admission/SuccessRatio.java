package dev.sluice.middlewares.admission;

import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.rolling.RollingCounter;

/**
 * Requests and accepts over a sliding window, and the probability of a refusal that follows: {@code max(0, (requests −
 * accepts × 100 / successPercent) / (requests + 1))} to the power of {@code 1 / aggression}. Refused requests count as
 * requests, so that the share that passes settles at {@code 100 / successPercent} times what the upstream accepts.
 * Thread-safe, without a lock.
 */
final class SuccessRatio {
    private static final int BUCKETS = 10;

    private final AdmissionControlOptions options;
    private final RollingCounter requests;
    private final RollingCounter accepts;

    SuccessRatio(AdmissionControlOptions options, Ticker ticker) {
        this.options = options;
        requests = RollingCounter.over(options.window(), BUCKETS, ticker);
        accepts = RollingCounter.over(options.window(), BUCKETS, ticker);
    }

    void count(boolean accepted) {
        requests.add(1);
        if (accepted) {
            accepts.add(1);
        }
    }

    /** The probability that a request is refused now, from 0 to the greatest that the options allow. */
    double refusal() {
        long asked = requests.count();
        double excess = asked - accepts.count() * 100.0 / options.successPercent();
        if (excess <= 0 || asked < options.minRate() * options.window().toMillis() / 1e3) {
            return 0;
        }
        double refused = Math.pow(excess / (asked + 1), 1.0 / options.aggression());
        return Math.min(refused, options.maxRefusedPercent() / 100.0);
    }
}
