package dev.sluice.benchmarks;

import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Outcome;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.core.time.Ticker;
import dev.sluice.io.Deadlines;
import dev.sluice.middlewares.buffer.Buffer;
import dev.sluice.middlewares.buffer.BufferOptions;
import dev.sluice.middlewares.hedge.Hedge;
import dev.sluice.middlewares.hedge.HedgeOptions;
import dev.sluice.middlewares.loadbalance.Balance;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.mirror.Mirror;
import dev.sluice.middlewares.mirror.MirrorOptions;
import dev.sluice.middlewares.ratelimit.Rate;
import dev.sluice.middlewares.ratelimit.RateLimit;
import dev.sluice.middlewares.ratelimit.RateLimitOptions;
import dev.sluice.middlewares.trace.Trace;
import dev.sluice.middlewares.trace.TraceOptions;
import dev.sluice.model.Environment;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A request through a whole pipeline, without any socket: the upstream's answer is at hand. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set up by the harness
public class PipelineBenchmark {
    private static final int TEN = 10;

    /** What stands between the host and the forwarder. */
    @Param({
        "nothing",
        "ten-middlewares",
        "ten-gates",
        "round-robin",
        "rate-limit",
        "buffer",
        "trace",
        "hedge",
        "mirror",
        "full"
    })
    public String steps;

    private List<Middleware> middlewares;
    private Handler pipeline;

    /** Compiles the pipeline before the clock starts. */
    @Setup(Level.Trial)
    public void compile() {
        middlewares = middlewares();
        pipeline = request -> Samples.response();
        for (Middleware middleware : middlewares.reversed()) {
            pipeline = middleware.around(pipeline);
        }
    }

    private List<Middleware> middlewares() {
        return switch (steps) {
            case "nothing" -> List.of();
            case "ten-middlewares" -> Collections.nCopies(TEN, (request, next) -> next.handle(request));
            case "ten-gates" -> Collections.nCopies(TEN, (Gate) request -> new Verdict.Admitted(outcome -> {}));
            case "round-robin" -> List.of(roundRobin());
            case "rate-limit" -> List.of(rateLimit());
            case "buffer" -> List.of(buffer());
            case "trace" -> List.of(trace());
            case "hedge" -> List.of(hedge());
            case "mirror" -> List.of(mirror());
            case "full" -> List.of(trace(), rateLimit(), buffer(), roundRobin());
            default -> throw new IllegalArgumentException(steps);
        };
    }

    private static Middleware trace() {
        TraceOptions.Builder options = TraceOptions.builder().sink((block, length) -> {});
        return new Trace(options.build(), Ticker.system());
    }

    private static Middleware rateLimit() {
        Rate never = Rate.of(100_000_000, Duration.ofSeconds(1));
        return new RateLimit(RateLimitOptions.builder().rate(never).build(), Ticker.system());
    }

    private static Middleware buffer() {
        BufferOptions options = BufferOptions.builder()
                .retry("IsNetworkError() && Attempts() < 3")
                .build();
        return new Buffer(options, Ticker.system(), new Random());
    }

    /** An attempt that is never late: what hedging costs all the others. */
    private static Middleware hedge() {
        return new Hedge(
                HedgeOptions.builder().quantile(99).floor(Duration.ofMinutes(1)).build(), environment());
    }

    /** A share that takes no request. */
    private static Middleware mirror() {
        return new Mirror(MirrorOptions.builder("shadow").share(0).build(), environment())
                .over(pool -> request -> Samples.response());
    }

    private static Environment environment() {
        return Environment.of(Ticker.system(), Deadlines.system(), new SplittableRandom(1), new SplittableRandom(2));
    }

    private static Middleware roundRobin() {
        return new Balance(Pool.of("http://10.0.0.1:8080", "http://10.0.0.2:8080"), Ticker.system());
    }

    /** Stops what the steps have started. */
    @TearDown(Level.Trial)
    public void close() {
        middlewares.forEach(Middleware::close);
    }

    /**
     * Sends a request through, up to the end of the exchange.
     *
     * @return the response
     */
    @Benchmark
    public Response handle() {
        Response response = pipeline.handle(Samples.request());
        response.end(Outcome.sent(response, 0, response.body().length()));
        return response;
    }
}
