package dev.sluice.middlewares;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static dev.sluice.testkit.Exchanges.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Handler;
import dev.sluice.middlewares.connlimit.ConnLimit;
import dev.sluice.middlewares.connlimit.ConnLimitOptions;
import dev.sluice.middlewares.headers.RequestId;
import dev.sluice.middlewares.headers.RequestIdOptions;
import dev.sluice.middlewares.ratelimit.Rate;
import dev.sluice.middlewares.ratelimit.RateLimit;
import dev.sluice.middlewares.ratelimit.RateLimitOptions;
import dev.sluice.middlewares.trace.Trace;
import dev.sluice.middlewares.trace.TraceOptions;
import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the order of two middlewares means, outermost first. */
class OrderTest {
    private final ManualTicker ticker = new ManualTicker();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Trace trace =
            new Trace(TraceOptions.builder().lines(lines::add).build(), ticker);
    private final RateLimit oneAMinute = new RateLimit(
            RateLimitOptions.builder().rate(Rate.of(1, Duration.ofMinutes(1))).build(), ticker);
    private final ConnLimit oneAtATime =
            new ConnLimit(ConnLimitOptions.builder().max(1).build(), ticker);
    private final Handler upstream = request -> ok();

    @Test
    void aTraceOutsideALimitHasALineForARejection() {
        Handler handler = trace.around(oneAMinute.around(upstream));
        send(handler.handle(get("/")));
        send(handler.handle(get("/")));
        trace.close();
        assertThat(lines).hasSize(2);
        assertThat(lines.getLast()).contains("\"status\":429,\"reason\":\"rate-limited\"");
    }

    @Test
    void aTraceInsideALimitHasNone() {
        Handler handler = oneAMinute.around(trace.around(upstream));
        send(handler.handle(get("/")));
        send(handler.handle(get("/")));
        trace.close();
        assertThat(lines).hasSize(1);
    }

    @Test
    void aRequestRejectedForItsRateTakesNoPermitIfTheRateLimitIsOutside() {
        Handler handler = oneAMinute.around(oneAtATime.around(upstream));
        send(handler.handle(get("/")));
        handler.handle(get("/"));
        assertThat(oneAtATime.keys()).isZero();
    }

    @Test
    void aRequestRejectedForItsRateHoldsAPermitUntilItsAnswerIsSentIfTheRateLimitIsInside() {
        Handler handler = oneAtATime.around(oneAMinute.around(upstream));
        send(handler.handle(get("/")));
        var rejected = handler.handle(get("/"));
        assertThat(oneAtATime.keys()).isEqualTo(1);
        send(rejected);
        assertThat(oneAtATime.keys()).isZero();
    }

    @Test
    void aTraceInsideARequestIdShowsTheIdThatWasGenerated() {
        RequestId ids = new RequestId(RequestIdOptions.builder().build(), new Random(1));
        send(ids.around(trace.around(upstream)).handle(get("/")));
        trace.close();
        assertThat(lines).singleElement().asString().contains("\"request_id\":\"bb1ad57319b89cd868fb0e6f684df992\"");
    }
}
