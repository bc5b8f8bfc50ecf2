package dev.sluice.middlewares.loadbalance.rebalance;

import dev.sluice.core.Outcome;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.rolling.Blame;
import dev.sluice.middlewares.rolling.RatioCounter;
import java.time.Duration;

/**
 * oxy's meter: the share of failures in the last ten seconds, or the last known share while there are no exchanges.
 * Exchanges that the client broke off are not counted.
 */
final class FailureMeter implements Meter {
    private final RatioCounter failures;
    private volatile double last;

    FailureMeter(Ticker ticker) {
        failures = new RatioCounter(10, Duration.ofSeconds(1), ticker);
    }

    @Override
    public double rating() {
        return fresh() ? failures.ratio() : last;
    }

    @Override
    public boolean ready() {
        return failures.ready();
    }

    @Override
    public boolean fresh() {
        return !failures.isEmpty();
    }

    @Override
    public void record(Outcome outcome, Duration latency) {
        Blame blame = Blame.of(outcome);
        if (blame != Blame.CLIENT) {
            failures.count(blame == Blame.UPSTREAM);
            last = failures.ratio();
        }
    }
}
