package dev.sluice.benchmarks;

import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Outcome;
import dev.sluice.core.Response;
import dev.sluice.core.Ticker;
import dev.sluice.core.Verdict;
import dev.sluice.middlewares.buffer.Buffer;
import dev.sluice.middlewares.buffer.BufferOptions;
import dev.sluice.middlewares.loadbalance.Balance;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.ratelimit.Rate;
import dev.sluice.middlewares.ratelimit.RateLimit;
import dev.sluice.middlewares.ratelimit.RateLimitOptions;
import dev.sluice.middlewares.trace.Trace;
import dev.sluice.middlewares.trace.TraceOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
    @Param({"nothing", "ten-middlewares", "ten-gates", "round-robin", "rate-limit", "buffer", "trace", "full"})
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
