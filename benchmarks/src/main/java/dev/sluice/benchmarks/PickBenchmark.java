package dev.sluice.benchmarks;

import dev.sluice.core.Request;
import dev.sluice.middlewares.loadbalance.policy.WeightedRoundRobin;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The next member of a pool. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set up by the harness
public class PickBenchmark {
    /** How many members. */
    @Param({"2", "1000"})
    public int members;

    private final Request request = Samples.request();
    private final Balancer balancer = new WeightedRoundRobin();
    private Pool pool;

    /** Makes the pool before the clock starts; weights differ, as they do where they matter. */
    @Setup(Level.Trial)
    public void fill() {
        pool = new Pool();
        for (int i = 0; i < members; i++) {
            pool.upsert("http://10.0." + i / 250 + "." + (i % 250 + 1) + ":8080", 1 + i % 3);
        }
    }

    /**
     * Picks.
     *
     * @return the member
     */
    @Benchmark
    public Optional<Member> pick() {
        return pool.pick(request, balancer);
    }
}
