/**
 * Measures of exchanges over sliding windows of time (counts, ratios, latencies), and outliers among them. Not
 * exported: the circuit breaker and the rebalancer are built on it.
 *
 * {@snippet :
 * RoundTrips lately = new RoundTrips(ticker);
 * lately.record(502, true, Duration.ofMillis(12));
 * double failing = lately.networkErrorRatio();
 * Duration median = lately.latencyAtQuantile(50.0);
 * boolean[] bad = Anomaly.ofRatios(0.01, 0.02, failing);
 * }
 */
@NullMarked
package dev.sluice.middlewares.rolling;

import org.jspecify.annotations.NullMarked;
