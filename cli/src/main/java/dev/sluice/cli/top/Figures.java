package dev.sluice.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.remote.Text;

/**
 * The counters of a route, a pool, a member, or all together. Quantiles are negative if nothing was measured.
 *
 * @param requests since the start
 * @param inFlight now
 * @param rate requests a second
 * @param errorRate errors a second
 * @param p50 seconds
 * @param p90 seconds
 * @param p99 seconds
 */
record Figures(long requests, long inFlight, double rate, double errorRate, double p50, double p90, double p99) {
    static Figures of(JsonNode counters) {
        return new Figures(
                counters.path("requests").asLong(),
                counters.path("inFlight").asLong(),
                counters.path("rate").asDouble(),
                counters.path("errorRate").asDouble(),
                counters.path("p50").asDouble(-1),
                counters.path("p90").asDouble(-1),
                counters.path("p99").asDouble(-1));
    }

    static String latency(double seconds) {
        return seconds < 0 ? Text.NONE : Text.seconds(seconds);
    }

    /** Whether some, or at least half, of the requests end in errors. */
    Look look() {
        if (errorRate <= 0) {
            return Look.PLAIN;
        }
        return errorRate * 2 >= rate ? Look.BAD : Look.WARNING;
    }
}
