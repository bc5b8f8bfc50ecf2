package dev.sluice.observe.metrics;

import dev.sluice.core.Cancellation.Registration;
import dev.sluice.observe.meters.Stats;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/** Pushes metrics somewhere; found by {@link ServiceLoader}, so that only those who push need the libraries for it. */
public interface MetricsPusher {
    /**
     * Pushes from now on.
     *
     * @param options with a URL
     * @param stats takes a snapshot
     * @return pushes once more, and ends
     */
    Registration push(MetricsOptions options, Supplier<Stats> stats);

    /**
     * Pushes as options say.
     *
     * @param options where to; nothing is done without a URL
     * @param stats takes a snapshot
     * @return ends it
     * @throws IllegalArgumentException if there is a URL and nobody who pushes
     */
    static Registration start(MetricsOptions options, Supplier<Stats> stats) {
        if (options.otlp().isEmpty()) {
            return () -> {};
        }
        return ServiceLoader.load(MetricsPusher.class)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "metrics: otlp needs the artifact dev.sluice:sluice-opentelemetry"))
                .push(options, stats);
    }
}
