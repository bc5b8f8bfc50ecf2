package dev.sluice.benchmarks;

import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.ratelimit.Rate;
import dev.sluice.middlewares.ratelimit.RateLimiter;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A token from the bucket of a key, of few keys and of more than the table holds. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set up by the harness
public class RateLimitBenchmark {
    /** How many keys come in turn. */
    @Param({"10", "1000000"})
    public int keys;

    private String[] names;
    private RateLimiter limiter;
    private int next;

    /** Makes the keys before the clock starts. */
    @Setup(Level.Trial)
    public void fill() {
        limiter = RateLimiter.of(Ticker.system(), Rate.of(1_000_000, Duration.ofSeconds(1)));
        names = new String[keys];
        for (int i = 0; i < keys; i++) {
            names[i] = "key-" + i;
        }
    }

    /**
     * Takes a token.
     *
     * @return whether there was one
     */
    @Benchmark
    public boolean take() {
        next = next + 1 < keys ? next + 1 : 0;
        return limiter.tryTake(names[next], 1);
    }
}
