package dev.sluice;

import dev.sluice.core.options.Mistakes;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import dev.sluice.model.Place;
import dev.sluice.model.SettingType;
import dev.sluice.model.StepType;
import dev.sluice.model.TerminalType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A proxy being written: every call gives a builder with one middleware more, inside those before it. Mistakes are
 * collected and thrown by the terminal ({@code forward}, {@code respond}, {@code redirect}, {@code handle}), all at once.
 *
 * <p>Immutable: a builder can be kept and continued more than once; a call whose result nobody takes does nothing.
 */
public final class ProxyBuilder implements RouteSteps<ProxyBuilder>, Settings<ProxyBuilder>, Ends<Proxy> {
    private final Written written;

    ProxyBuilder(Written written) {
        this.written = written;
    }

    @Override
    public <O> ProxyBuilder step(StepType<O> type, Supplier<O> options) {
        return new ProxyBuilder(written.with(type, options));
    }

    @Override
    public <O> ProxyBuilder setting(SettingType<O> type, Supplier<O> options) {
        return new ProxyBuilder(written.set(type, options));
    }

    @Override
    public ProxyBuilder use(Policy policy) {
        return new ProxyBuilder(written.with(policy));
    }

    @Override
    public <O> Proxy end(TerminalType<O> type, Supplier<O> options) {
        return written.then(type, options);
    }

    /**
     * Says where what follows is written, for messages about mistakes; by default the line of the call. For programs
     * that are made by another program.
     *
     * @param place such as {@code --rate}
     * @return the builder
     */
    public ProxyBuilder at(String place) {
        return new ProxyBuilder(written.at(Place.of(place)));
    }

    /**
     * Balances over upstreams in turn. What follows concerns the pool.
     *
     * @param urls {@code http://host[:port][/base]}, one or more
     * @return the pool's stage, whose way on is {@code forward()}
     */
    public PoolStage roundRobin(String... urls) {
        return roundRobin(Arrays.asList(urls));
    }

    /**
     * Balances over upstreams in turn. What follows concerns the pool.
     *
     * @param urls {@code http://host[:port][/base]}, one or more
     * @return the pool's stage, whose way on is {@code forward()}
     */
    public PoolStage roundRobin(List<String> urls) {
        return roundRobin(pool -> urls.forEach(pool::member));
    }

    /**
     * Balances over upstreams in turn, by weight. What follows concerns the pool.
     *
     * {@snippet :
     * proxy().roundRobin(pool -> pool.member("http://a:8080", 3).member("http://b:8080")).forward();
     * }
     *
     * @param members adds the upstreams
     * @return the pool's stage, whose way on is {@code forward()}
     */
    public PoolStage roundRobin(Consumer<PoolSpec.Builder> members) {
        Mistakes mistakes = new Mistakes();
        return pool(mistakes, () -> Steps.with(PoolSpec.builder(), members).build());
    }

    /**
     * Balances over upstreams in turn, by weight. What follows concerns the pool.
     *
     * @param pool upstreams and weights, as data
     * @return the pool's stage, whose way on is {@code forward()}
     */
    public PoolStage roundRobin(PoolSpec pool) {
        return pool(new Mistakes(), () -> Steps.given("pool", pool));
    }

    /** Where there are mistakes nothing is made of the pool, so any will do. */
    private PoolStage pool(Mistakes mistakes, Supplier<PoolSpec> spec) {
        PoolSource pool = mistakes.found().isEmpty()
                ? mistakes.made(spec).<PoolSource>map(made -> made).orElseGet(Pool::new)
                : new Pool();
        return new PoolStage(written.checked("roundRobin", mistakes), pool);
    }

    /**
     * Balances over a pool that can be changed while the proxy runs.
     *
     * @param pool upstreams and weights
     * @return the pool's stage, whose way on is {@code forward()}
     */
    public PoolStage roundRobin(Pool pool) {
        return new PoolStage(written.checked("roundRobin", () -> Steps.given("pool", pool)), pool);
    }
}
