package dev.sluice.middlewares.rolling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
    private final ManualTicker ticker = new ManualTicker();
    private final RoundTrips lately = new RoundTrips(Duration.ofSeconds(10), Duration.ofMinutes(1), ticker);

    private void record(int... statuses) {
        for (int status : statuses) {
            lately.record(status, status == 502, Duration.ofMillis(10));
        }
    }

    private static IntPredicate range(int from, int to) {
        return status -> status >= from && status < to;
    }

    @Test
    void isZeroWithoutData() {
        assertEquals(0, lately.total());
        assertEquals(0.0, lately.networkErrorRatio());
        assertEquals(0.0, lately.statusRatio(range(500, 600), range(0, 600)));
        assertEquals(Duration.ZERO, lately.latencyAtQuantile(50));
    }

    @Test
    void countsNetworkErrorsAndStatuses() {
        record(200, 200, 404, 502);
        assertEquals(4, lately.total());
        assertEquals(0.25, lately.networkErrorRatio());
        assertEquals(0.5, lately.statusRatio(range(400, 600), range(200, 300).or(range(400, 600))));
        assertEquals(1.0, lately.statusRatio(range(500, 600), range(404, 405)));
    }

    @Test
    void forgetsCountsAfterTenSecondsAndLatenciesAfterAMinute() {
        record(502);
        ticker.advance(Duration.ofSeconds(10));
        assertEquals(0, lately.total());
        assertEquals(0.0, lately.networkErrorRatio());
        assertEquals(10, lately.latencyAtQuantile(50).toMillis());
        ticker.advance(Duration.ofSeconds(50));
        assertEquals(Duration.ZERO, lately.latencyAtQuantile(50));
    }

    @Test
    void countsAnOddStatusAsTheNearest() {
        record(7, 1007);
        assertEquals(1.0, lately.statusRatio(range(100, 101), range(999, 1000)));
    }
}
