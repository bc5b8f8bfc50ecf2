package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Failure;
import dev.sluice.core.Grpc;
import dev.sluice.core.Outcome;
import dev.sluice.core.Response;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.rolling.Latency;
import dev.sluice.middlewares.rolling.RoundTrips;
import java.time.Duration;
import java.util.Locale;

/** The measures of one breaker since it was last tripped. Thread-safe. */
final class Window implements Readings {
    private final LatencyTo latencyTo;
    private final RoundTrips lately;

    Window(CircuitBreakerOptions options, Ticker ticker) {
        this.latencyTo = options.latencyTo();
        this.lately = new RoundTrips(options.window(), options.latencyWindow(), ticker);
    }

    void record(Outcome outcome, long toEnd) {
        boolean networkError = outcome.failure().filter(Failure::network).isPresent();
        boolean toHead = latencyTo == LatencyTo.HEAD || isOpenEnded(outcome.response());
        Duration latency = toHead ? Latency.toHead(outcome, toEnd) : Duration.ofNanos(toEnd);
        lately.record(Grpc.countedStatus(outcome.response()), networkError, latency);
        Grpc.status(outcome.response()).ifPresent(lately::recordCall);
    }

    /** Whether it is a tunnel, an event stream or gRPC, whose duration says nothing about the latency of the upstream. */
    private static boolean isOpenEnded(Response response) {
        return response.tunnel().isPresent()
                || Grpc.isIn(response.fields())
                || response.fields()
                        .first("Content-Type")
                        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
                        .isPresent();
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
    public double grpcStatusRatio(Codes some, Codes others) {
        return lately.callRatio(some::contains, others::contains);
    }

    @Override
    public Duration latencyAtQuantile(double percent) {
        return lately.latencyAtQuantile(percent);
    }
}
