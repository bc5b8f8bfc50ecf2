package dev.sluice.middlewares.hedge;

import static dev.sluice.testkit.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Failure;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When an attempt is added: the measured delay, and the budget. */
@Timeout(60)
class HedgeDelayTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** What the next attempts take; a second if there is nothing. */
    private final Deque<Duration> latencies = new ArrayDeque<>();

    private static Duration millis(long count) {
        return Duration.ofMillis(count);
    }

    private Hedged hedged(HedgeOptions.Builder options) {
        Hedged hedged = new Hedged(options.build(), "http://a", "http://b");
        return hedged.member("a", request -> answer(hedged, request)).member("b", request -> answer(hedged, request));
    }

    private Response answer(Hedged hedged, Request request) {
        Duration takes = latencies.isEmpty() ? SECOND : latencies.remove();
        return hedged.waits(request, takes)
                ? Response.failed(new Failure.ClientGone(Failure.Sent.ALL), Hedged.from(request))
                : Response.of(Status.OK_200, "ok").withProvenance(Hedged.from(request));
    }

    /** Requests that take 1 ms, 2 ms and so on; then time for the quantile to be computed. */
    private void measures(Hedged hedged, int requests) {
        IntStream.rangeClosed(1, requests).forEach(i -> {
            latencies.add(millis(i));
            hedged.send(get("/")).text();
        });
        hedged.pass(millis(200));
    }

    @Test
    void addsNothingBeforeEnoughIsMeasured() {
        Hedged hedged = hedged(HedgeOptions.builder().minVolume(101));
        measures(hedged, 100);
        assertThat(hedged.send(get("/")).after()).isEqualTo(SECOND);
        assertThat(hedged.gauge("hedge.sent")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 90, 95})
    void waitsForTheQuantileOfWhatWasMeasured(int quantile) {
        Hedged hedged = hedged(HedgeOptions.builder().quantile(quantile));
        measures(hedged, 100);
        latencies.add(SECOND);
        latencies.add(millis(10));
        assertThat(hedged.send(get("/")).after()).isBetween(millis(quantile + 10), millis(quantile + 12));
    }

    @Test
    void waitsNoLessThanTheFloor() {
        Hedged hedged = hedged(HedgeOptions.builder().floor(millis(500)));
        measures(hedged, 100);
        latencies.add(SECOND);
        latencies.add(millis(10));
        assertThat(hedged.send(get("/")).after()).isEqualTo(millis(510));
    }

    @Test
    void forgetsWhatWasMeasuredHalfAMinuteAgo() {
        Hedged hedged = hedged(HedgeOptions.builder());
        measures(hedged, 100);
        hedged.pass(Duration.ofSeconds(40));
        assertThat(hedged.send(get("/")).after()).isEqualTo(SECOND);
    }

    /** If only what wins were measured, the quantile would sink with every attempt that is added, and more be added. */
    @Test
    void theQuantileDoesNotSinkBecauseSlowAttemptsLose() {
        Hedged hedged = hedged(HedgeOptions.builder().quantile(90).budget(100, 1_000));
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            latencies.clear();
            latencies.add(millis(1 + random.nextInt(100)));
            latencies.add(millis(1 + random.nextInt(100)));
            hedged.send(get("/")).text();
            hedged.pass(millis(1));
        }
        assertThat(hedged.gauge("hedge.sent")).isBetween(140L, 260L);
    }

    @Test
    void addsNoMoreThanTheBudgetHoweverSlowTheUpstreamsAre() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int percent = random.nextInt(30);
            int burst = 1 + random.nextInt(10);
            Hedged hedged = hedged(
                    HedgeOptions.builder().delay(millis(10)).maxAttempts(3).budget(percent, burst));
            int requests = 200 + random.nextInt(200);
            for (int i = 0; i < requests; i++) {
                hedged.time.after(
                        millis(random.nextInt(5_000)),
                        () -> hedged.handler().handle(get("/")).close());
            }
            hedged.time.run();
            long added = hedged.gauge("hedge.sent");
            assertThat(added).isLessThanOrEqualTo(burst + requests * percent / 100);
            assertThat(added).isGreaterThanOrEqualTo(Math.min(burst, requests));
            assertThat(hedged.asked).hasSize(requests + (int) added);
            assertThat(hedged.gauge("hedge.refused")).isPositive();
            assertThat(hedged.inFlight()).isZero();
        }
    }

    @Test
    void tellsEveryMistakeOfTheOptions() {
        assertThatThrownBy(() -> HedgeOptions.builder()
                        .delay(Duration.ZERO)
                        .quantile(100)
                        .minVolume(0)
                        .floor(Duration.ofHours(2))
                        .maxAttempts(1)
                        .build())
                .hasMessageContaining("delay must be above 0 and 1h at most, is PT0S")
                .hasMessageContaining("quantile must be above 0 and below 100, is 100")
                .hasMessageContaining("minVolume must be 1 or more, is 0")
                .hasMessageContaining("floor must be above 0 and 1h at most, is PT2H")
                .hasMessageContaining("maxAttempts must be 2 or more, is 1");
        assertThatThrownBy(() -> HedgeOptions.builder().budget(101, 0))
                .hasMessageContaining("hedge budget's percent must be 0..100, is 101")
                .hasMessageContaining("hedge budget's burst must be 1 or more, is 0");
    }
}
