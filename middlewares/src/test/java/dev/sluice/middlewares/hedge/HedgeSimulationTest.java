package dev.sluice.middlewares.hedge;

import static dev.sluice.testkit.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Failure;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.testkit.Exchanges;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ten thousand requests, 100 a second, over three members that answer in 10 to 30 ms, but one time in twenty in a
 * second. The figures of docs/middlewares/hedge.md.
 */
@Timeout(120)
class HedgeSimulationTest {
    private static final int REQUESTS = 10_000;
    private static final HedgeOptions NEVER =
            HedgeOptions.builder().delay(Duration.ofMinutes(1)).build();

    /** Latencies in milliseconds, in order, and how many attempts were made for a request on average. */
    private record Run(List<Long> latencies, double attempts) {
        long percentile(double percent) {
            return latencies.get((int) Math.ceil(latencies.size() * percent / 100) - 1);
        }
    }

    private static Run run(HedgeOptions options) {
        SplittableRandom random = new SplittableRandom(20260101);
        Hedged hedged = new Hedged(options, "http://a", "http://b", "http://c");
        for (String host : List.of("a", "b", "c")) {
            hedged.member(host, request -> answer(hedged, request, random));
        }
        List<Long> latencies = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            hedged.time.after(Duration.ofMillis(10L * i), () -> {
                long from = hedged.time.nanos();
                Response response = hedged.handler().handle(get("/"));
                latencies.add((hedged.time.nanos() - from) / 1_000_000);
                Exchanges.send(response);
            });
        }
        hedged.time.run();
        assertThat(hedged.inFlight()).isZero();
        Collections.sort(latencies);
        return new Run(latencies, (double) hedged.asked.size() / REQUESTS);
    }

    private static Response answer(Hedged hedged, Request request, SplittableRandom random) {
        Duration takes = random.nextInt(20) == 0 ? Duration.ofSeconds(1) : Duration.ofMillis(10 + random.nextInt(21));
        return hedged.waits(request, takes)
                ? Response.failed(new Failure.ClientGone(Failure.Sent.ALL), Hedged.from(request))
                : Response.of(Status.OK_200, "ok").withProvenance(Hedged.from(request));
    }

    @Test
    void withoutHedgingTheSlowestAreThoseOfTheUpstreams() {
        Run plain = run(NEVER);
        assertThat(plain.percentile(99)).isEqualTo(1_000);
        assertThat(plain.attempts()).isEqualTo(1);
    }

    @Test
    void aFixedDelayCutsTheSlowestForAFewMoreAttempts() {
        Run hedged = run(HedgeOptions.builder().delay(Duration.ofMillis(50)).build());
        assertThat(hedged.percentile(99)).isLessThanOrEqualTo(80);
        assertThat(hedged.attempts()).isLessThan(1.06);
    }

    @Test
    void aThirdAttemptHelpsThoseThatMeetTwoSlowOnes() {
        Run hedged = run(HedgeOptions.builder()
                .delay(Duration.ofMillis(50))
                .maxAttempts(3)
                .build());
        assertThat(hedged.percentile(99.9)).isLessThanOrEqualTo(130);
        assertThat(hedged.attempts()).isLessThan(1.06);
    }

    @Test
    void aMeasuredDelayCutsThemWithoutBeingTold() {
        Run hedged = run(HedgeOptions.builder().quantile(90).build());
        assertThat(hedged.percentile(99)).isLessThanOrEqualTo(80);
        assertThat(hedged.attempts()).isLessThan(1.11);
    }
}
