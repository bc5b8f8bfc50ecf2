package dev.sluice;

import dev.sluice.core.Ticker;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.middlewares.circuitbreaker.CircuitBreakerOptions;
import dev.sluice.middlewares.circuitbreaker.UpstreamBreakers;
import dev.sluice.middlewares.loadbalance.Pool;
import dev.sluice.middlewares.loadbalance.Rebalancer;
import dev.sluice.middlewares.loadbalance.RebalancerOptions;
import dev.sluice.middlewares.loadbalance.RoundRobin;
import dev.sluice.middlewares.loadbalance.RoundRobinOptions;
import dev.sluice.middlewares.loadbalance.StateListener;
import dev.sluice.middlewares.sticky.StickyOptions;
import dev.sluice.middlewares.sticky.StickySession;
import java.util.function.Consumer;

/**
 * The stage of a proxy that concerns its pool: how a member is picked, and what happens between the pick and the
 * upstream. The only way on is {@code forward()}. Not thread-safe.
 */
public final class PoolStage {
    private final Program program;
    private final Program inside = new Program();
    private final Pool pool;
    private final RoundRobinOptions.Builder options = RoundRobinOptions.builder();

    PoolStage(Program program, Pool pool) {
        this.program = program;
        this.pool = pool;
    }

    /**
     * Keeps a client at the member it was first sent to, by a cookie.
     *
     * @param session name, value and attributes of the cookie
     * @return this
     */
    public PoolStage sticky(Consumer<StickyOptions.Builder> session) {
        program.checked("sticky", () -> {
            StickyOptions.Builder builder = StickyOptions.builder();
            session.accept(builder);
            options.sticky(new StickySession(builder.build()));
        });
        return this;
    }

    /**
     * Tells of each exchange with a member, when it begins and when it has ended.
     *
     * @param listener quick, thread-safe
     * @return this
     */
    public PoolStage onState(StateListener listener) {
        options.onState(listener);
        return this;
    }

    /**
     * Shifts weights from members that fail to those that do not, and back.
     *
     * @return this
     */
    public PoolStage rebalance() {
        return rebalance(defaults -> {});
    }

    /**
     * Shifts weights from members that do worse than the others to those that do not, and back.
     *
     * @param rebalancer backoff, meter
     * @return this
     */
    public PoolStage rebalance(Consumer<RebalancerOptions.Builder> rebalancer) {
        inside.step(
                "rebalance",
                () -> {
                    RebalancerOptions.Builder builder = RebalancerOptions.builder();
                    rebalancer.accept(builder);
                    return builder.build();
                },
                built -> new Rebalancer(pool, built, Ticker.system()));
        return this;
    }

    /**
     * Stops sending to a member that fails too much, each by itself: 503, unless a retry picks another.
     *
     * @param condition oxy's expression, such as {@code NetworkErrorRatio() > 0.5}
     * @param breaker durations, fallback, side effects
     * @return this
     */
    public PoolStage circuitBreaker(String condition, Consumer<CircuitBreakerOptions.Builder> breaker) {
        inside.step(
                "circuitBreaker",
                () -> {
                    CircuitBreakerOptions.Builder builder = CircuitBreakerOptions.builder(condition);
                    breaker.accept(builder);
                    return builder.build();
                },
                built -> new UpstreamBreakers(built, Ticker.system()));
        return this;
    }

    /**
     * Forwards to the picked upstream.
     *
     * @return the proxy
     * @throws ProgramException naming every mistake of the program
     */
    public Proxy forward() {
        return forward(forwarding -> {});
    }

    /**
     * Forwards to the picked upstream.
     *
     * @param forwarding timeouts, pass host, trusted peers, TLS
     * @return the proxy
     * @throws ProgramException naming every mistake of the program
     */
    public Proxy forward(Consumer<ForwarderOptions.Builder> forwarding) {
        program.step("roundRobin", options::build, built -> new RoundRobin(pool, built));
        program.append(inside);
        return Proxy.of(program, forwarding);
    }
}
