package dev.sluice.benchmarks;

import dev.sluice.core.Request;
import dev.sluice.core.Source;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.policy.BalancerSpec;
import dev.sluice.middlewares.loadbalance.policy.Picking;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.model.Environment;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The next member of a pool, by each policy. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set up by the harness
public class PickBenchmark {
    /** How many members. */
    @Param({"2", "1000"})
    public int members;

    /** How one is picked. */
    @Param({
        "round-robin",
        "random",
        "least-requests",
        "least-time",
        "power-of-two",
        "first-available",
        "hash",
        "bounded-hash"
    })
    public String policy;

    private final Request request = Samples.request();
    private Balancer balancer;
    private Pool pool;

    /** Makes the pool before the clock starts; weights differ, as they do where they matter. */
    @Setup(Level.Trial)
    public void fill() {
        pool = new Pool();
        for (int i = 0; i < members; i++) {
            pool.upsert("http://10.0." + i / 250 + "." + (i % 250 + 1) + ":8080", 1 + i % 3);
        }
        long now = Ticker.system().nanos();
        pool.members().forEach(member -> member.latency().answered(member.weight() * 1_000_000L, now));
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        Environment environment = Environment.of(
                Ticker.system(),
                action -> {
                    throw new IllegalStateException("no timers here");
                },
                random,
                random);
        balancer = Picking.balancer(spec(), Optional.empty(), 0, pool::members, environment);
    }

    private BalancerSpec spec() {
        return switch (policy) {
            case "hash" -> new BalancerSpec.Hash(Source.path(), 0);
            case "bounded-hash" -> new BalancerSpec.Hash(Source.path(), 125);
            default -> BalancerSpec.option().read(policy);
        };
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
