package dev.sluice;

import static dev.sluice.Steps.with;

import dev.sluice.core.options.Mistakes;
import dev.sluice.ends.ForwardType;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.BalanceType;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.model.StepType;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The stage of a proxy that concerns its pool: how a member is picked, and what happens between the pick and the
 * upstream. The only way on is {@code forward()}. Immutable, as {@link ProxyBuilder} is.
 */
public final class PoolStage implements PoolSteps<PoolStage> {
    private final Written outside;
    private final Written inside;
    private final PoolSource pool;
    private final Consumer<BalanceOptions.Builder> picking;

    PoolStage(Written outside, PoolSource pool) {
        this(outside, Written.NOTHING, pool, options -> {});
    }

    private PoolStage(Written outside, Written inside, PoolSource pool, Consumer<BalanceOptions.Builder> picking) {
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

    @Override
    public PoolStage use(Policy policy) {
        return new PoolStage(outside, inside.with(policy), pool, picking);
    }

    @Override
    public <O> PoolStage onPool(StepType<O> type, Function<PoolSource, O> options) {
        return step(type, () -> options.apply(pool));
    }

    @Override
    public <T> PoolStage picking(String name, Supplier<T> part, BiConsumer<BalanceOptions.Builder, T> put) {
        Mistakes mistakes = new Mistakes();
        Optional<T> made = mistakes.made(part);
        Consumer<BalanceOptions.Builder> more = made.<Consumer<BalanceOptions.Builder>>map(
                        known -> pick -> put.accept(pick, known))
                .orElse(pick -> {});
        return new PoolStage(outside.checked(name, mistakes), inside, pool, picking.andThen(more));
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
                        BalanceType.TYPE,
                        () -> with(BalanceOptions.builder(pool), picking).build())
                .and(inside)
                .then(
                        ForwardType.TYPE,
                        () -> new ForwardType.Forward(
                                Optional.empty(),
                                with(ForwarderOptions.builder(), forwarding).build()));
    }
}
