package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Failure;
import dev.sluice.core.Outcome;
import dev.sluice.core.Ticker;
import dev.sluice.middlewares.rolling.RoundTrips;
import java.time.Duration;

/** The measures of one breaker since it was last tripped. Thread-safe. */
final class Window implements Readings {
    private final RoundTrips lately;

    Window(Ticker ticker) {
        lately = new RoundTrips(ticker);
    }

    void record(Outcome outcome, Duration latency) {
        boolean networkError = outcome.failure().filter(Failure::network).isPresent();
        lately.record(outcome.status().code(), networkError, latency);
    }

    @Override
    public long requests() {
        return lately.total();
    }

    @Override
    public double networkErrorRatio() {
        return lately.networkErrorRatio();
    }

    @Override
    public double responseCodeRatio(Codes some, Codes others) {
        return lately.statusRatio(some::contains, others::contains);
    }

    @Override
    public Duration latencyAtQuantile(double percent) {
        return lately.latencyAtQuantile(percent);
    }
}
