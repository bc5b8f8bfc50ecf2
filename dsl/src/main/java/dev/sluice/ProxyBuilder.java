package dev.sluice;

import dev.sluice.core.Handler;
import dev.sluice.core.Mistakes;
import dev.sluice.core.Upstream;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import dev.sluice.model.Place;
import dev.sluice.model.StepType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A proxy being written: every call gives a builder with one middleware more, inside those before it. Mistakes are
 * collected and thrown by the terminal ({@code forward}, {@code respond}, {@code redirect}, {@code handle}), all at once.
 *
 * <p>Immutable: a builder can be kept and continued more than once; a call whose result nobody takes does nothing.
 */
public final class ProxyBuilder implements RouteSteps<ProxyBuilder> {
    private final Written written;

    ProxyBuilder(Written written) {
        this.written = written;
    }

    @Override
    public <O> ProxyBuilder step(StepType<O> type, Supplier<O> options) {
        return new ProxyBuilder(written.with(type, options));
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

    /**
     * Forwards to one upstream.
     *
     * @param url {@code http://host[:port][/base]}
     * @return the proxy
     * @throws ProgramException naming every mistake of the program
     */
    public Proxy forward(String url) {
        return forward(url, options -> {});
    }

    /**
     * Forwards to one upstream.
     *
     * @param url {@code http://host[:port][/base]}
     * @param options timeouts, pass host, TLS
     * @return the proxy
     * @throws ProgramException naming every mistake of the program
     */
    public Proxy forward(String url, Consumer<ForwarderOptions.Builder> options) {
        return forward(() -> Upstream.of(Steps.given("url", url)), options);
    }

    /**
     * Forwards to one upstream.
     *
     * @param upstream where to
     * @return the proxy
     * @throws ProgramException naming every mistake of the program
     */
    public Proxy forward(Upstream upstream) {
        return forward(() -> Steps.given("upstream", upstream), options -> {});
    }

    private Proxy forward(Supplier<Upstream> to, Consumer<ForwarderOptions.Builder> options) {
        return written.then(ForwardType.TYPE, () -> {
            Mistakes mistakes = new Mistakes();
            Optional<Upstream> upstream = mistakes.made(to);
            Optional<ForwarderOptions> forwarding = mistakes.made(
                    () -> Steps.with(ForwarderOptions.builder(), options).build());
            mistakes.throwIfAny();
            return new ForwardType.Forward(upstream, forwarding.orElseThrow());
        });
    }

    /**
     * Answers every request with the same text.
     *
     * @param status 200 to 599
     * @param contentType such as {@code application/json}
     * @param body the text, sent as UTF-8
     * @return the proxy
     * @throws ProgramException naming every mistake of the program
     */
    public Proxy respond(int status, String contentType, String body) {
        return written.then(
                AnswerType.RESPOND,
                () -> new AnswerType.Answer(
                        status, "Content-Type", Steps.given("contentType", contentType), Steps.given("body", body)));
    }

    /**
     * Sends every client elsewhere.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param location a URL or a path, encoded
     * @return the proxy
     * @throws ProgramException naming every mistake of the program
     */
    public Proxy redirect(int status, String location) {
        return written.then(
                AnswerType.REDIRECT, () -> AnswerType.Answer.elsewhere(status, Steps.given("location", location)));
    }

    /**
     * Answers by a handler of one's own, or by another {@link Proxy}. It stays its owner's to close.
     *
     * @param handler a lambda or an instance
     * @return the proxy
     * @throws ProgramException naming every mistake of the program
     */
    public Proxy handle(Handler handler) {
        return written.then(HandleType.TYPE, () -> new HandleType.Own(handler));
    }
}
