package dev.sluice;

import static dev.sluice.Steps.with;

import dev.sluice.core.Mistakes;
import dev.sluice.expression.Expression;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.middlewares.circuitbreaker.CircuitBreakerOptions;
import dev.sluice.middlewares.circuitbreaker.MemberBreakerOptions;
import dev.sluice.middlewares.circuitbreaker.MemberBreakerType;
import dev.sluice.middlewares.circuitbreaker.Readings;
import dev.sluice.middlewares.loadbalance.RewriteListener;
import dev.sluice.middlewares.loadbalance.RoundRobinOptions;
import dev.sluice.middlewares.loadbalance.RoundRobinType;
import dev.sluice.middlewares.loadbalance.health.PassiveHealth;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.middlewares.loadbalance.pool.StateListener;
import dev.sluice.middlewares.loadbalance.rebalance.RebalanceType;
import dev.sluice.middlewares.loadbalance.rebalance.RebalancerOptions;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptions;
import dev.sluice.model.StepType;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The stage of a proxy that concerns its pool: how a member is picked, and what happens between the pick and the
 * upstream. The only way on is {@code forward()}. Immutable, as {@link ProxyBuilder} is.
 */
public final class PoolStage implements Steps<PoolStage> {
    private final Written outside;
    private final Written inside;
    private final PoolSource pool;
    private final Consumer<RoundRobinOptions.Builder> picking;

    PoolStage(Written outside, PoolSource pool) {
        this(outside, Written.NOTHING, pool, options -> {});
    }

    private PoolStage(Written outside, Written inside, PoolSource pool, Consumer<RoundRobinOptions.Builder> picking) {
        this.outside = outside;
        this.inside = inside;
        this.pool = pool;
        this.picking = picking;
    }

    /** Adds a step between the pick and the upstream: it runs for each attempt. */
    @Override
    public <O> PoolStage step(StepType<O> type, Supplier<O> options) {
        return new PoolStage(outside, inside.with(type, options), pool, picking);
    }

    private PoolStage picking(Consumer<RoundRobinOptions.Builder> more) {
        return new PoolStage(outside, inside, pool, picking.andThen(more));
    }

    /**
     * Keeps a client at the member it was first sent to, by a cookie with the defaults.
     *
     * @return the stage
     */
    public PoolStage sticky() {
        return sticky(defaults -> {});
    }

    /**
     * Keeps a client at the member it was first sent to, by a cookie.
     *
     * @param session name, value and attributes of the cookie
     * @return the stage
     */
    public PoolStage sticky(Consumer<StickyOptions.Builder> session) {
        Mistakes mistakes = new Mistakes();
        Optional<StickyOptions> options =
                mistakes.made(() -> with(StickyOptions.builder(), session).build());
        return new PoolStage(outside.checked("sticky", mistakes), inside, pool, picking)
                .picking(pick -> options.ifPresent(pick::sticky));
    }

    /**
     * Tells of each pick.
     *
     * @param listener quick, thread-safe
     * @return the stage
     */
    public PoolStage onPick(RewriteListener listener) {
        return picking(pick -> pick.onPick(Steps.given("listener", listener)));
    }

    /**
     * Tells of each exchange with a member, when it begins and when it has ended.
     *
     * @param listener quick, thread-safe
     * @return the stage
     */
    public PoolStage onState(StateListener listener) {
        return picking(pick -> pick.onState(Steps.given("listener", listener)));
    }

    /**
     * Shifts weights from members that fail to those that do not, and back.
     *
     * @return the stage
     */
    public PoolStage rebalance() {
        return rebalance(defaults -> {});
    }

    /**
     * Shifts weights from members that do worse than the others to those that do not, and back.
     *
     * @param rebalancer backoff, meter
     * @return the stage
     */
    public PoolStage rebalance(Consumer<RebalancerOptions.Builder> rebalancer) {
        return step(
                RebalanceType.TYPE,
                () -> with(RebalancerOptions.builder(pool), rebalancer).build());
    }

    /**
     * Stops picking a member that fails too much, each by itself; 503 if none is left.
     *
     * @param condition oxy's expression, such as {@code NetworkErrorRatio() > 0.5}
     * @return the stage
     */
    public PoolStage circuitBreaker(String condition) {
        return circuitBreaker(condition, defaults -> {});
    }

    /**
     * Stops picking a member that fails too much, each by itself.
     *
     * @param condition oxy's expression, such as {@code NetworkErrorRatio() > 0.5}
     * @param breaker durations, fallback, side effects
     * @return the stage
     */
    public PoolStage circuitBreaker(String condition, Consumer<CircuitBreakerOptions.Builder> breaker) {
        return breaker(
                () -> with(CircuitBreakerOptions.builder(condition), breaker).build());
    }

    /**
     * Stops picking a member that fails too much, each by itself.
     *
     * @param condition the typed twin of oxy's expression
     * @param breaker durations, fallback, side effects
     * @return the stage
     */
    public PoolStage circuitBreaker(Expression<Readings> condition, Consumer<CircuitBreakerOptions.Builder> breaker) {
        return breaker(
                () -> with(CircuitBreakerOptions.builder(condition), breaker).build());
    }

    private PoolStage breaker(Supplier<CircuitBreakerOptions> options) {
        return step(MemberBreakerType.TYPE, () -> new MemberBreakerOptions(pool, options.get()));
    }

    /**
     * Says when members that cannot be connected to are taken out of the picks; by default after three failures in a
     * row, for a second at first.
     *
     * @param health by which rules
     * @return the stage
     */
    public PoolStage passiveHealth(PassiveHealth health) {
        return picking(pick -> pick.health(Steps.given("health", health)));
    }

    /**
     * Goes on picking members that cannot be connected to.
     *
     * @return the stage
     */
    public PoolStage noPassiveHealth() {
        return picking(RoundRobinOptions.Builder::noHealth);
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
     * @param forwarding timeouts, pass host, TLS
     * @return the proxy
     * @throws ProgramException naming every mistake of the program
     */
    public Proxy forward(Consumer<ForwarderOptions.Builder> forwarding) {
        return outside.with(
                        RoundRobinType.TYPE,
                        () -> with(RoundRobinOptions.builder(pool), picking).build())
                .and(inside)
                .then(
                        ForwardType.TYPE,
                        () -> new ForwardType.Forward(
                                Optional.empty(),
                                with(ForwarderOptions.builder(), forwarding).build()));
    }
}
