package dev.sluice;

import dev.sluice.core.Gate;
import dev.sluice.core.Middleware;
import dev.sluice.middlewares.access.*;
import dev.sluice.middlewares.auth.*;
import dev.sluice.middlewares.circuitbreaker.*;
import dev.sluice.middlewares.cors.*;
import dev.sluice.middlewares.headers.*;
import dev.sluice.middlewares.loadbalance.*;
import dev.sluice.middlewares.ratelimit.*;
import dev.sluice.middlewares.retry.*;
import dev.sluice.middlewares.stream.*;
import dev.sluice.model.*;
import java.util.List;
import java.util.function.BiFunction;

/** Types of middlewares that do not export their own yet. */
record Bridge<O>(String name, BiFunction<O, Environment, Middleware> make) implements StepType<O> {
    static final Bridge<RateLimitOptions> RATE_LIMIT =
            new Bridge<>("rateLimit", (o, e) -> new RateLimit(o, e.ticker()));
    static final Bridge<StreamOptions> STREAM = new Bridge<>("stream", (o, e) -> new Stream(o));
    static final Bridge<RequestIdOptions> REQUEST_ID =
            new Bridge<>("requestId", (o, e) -> new RequestId(o, e.secrets()));
    static final Bridge<BasicAuthOptions> BASIC_AUTH = new Bridge<>("basicAuth", (o, e) -> new BasicAuth(o));
    static final Bridge<ApiKeyOptions> API_KEY = new Bridge<>("apiKey", (o, e) -> new ApiKey(o));
    static final Bridge<AccessOptions> ACCESS = new Bridge<>("access", (o, e) -> new Access(o));
    static final Bridge<CorsOptions> CORS = new Bridge<>("cors", (o, e) -> new Cors(o));
    static final Bridge<HeadersOptions> HEADERS = new Bridge<>("headers", (o, e) -> new Headers(o));
    static final Bridge<RetryOptions> RETRY = new Bridge<>("retry", (o, e) -> new Retry(o, e.ticker(), e.random()));
    static final Bridge<CircuitBreakerOptions> CIRCUIT_BREAKER =
            new Bridge<>("circuitBreaker", (o, e) -> new CircuitBreaker(o, e.ticker()));

    static final Bridge<CircuitBreakerOptions> MEMBER_BREAKER =
            new Bridge<>("circuitBreaker", (o, e) -> new UpstreamBreakers(o, e.ticker()));

    static Bridge<RebalancerOptions> rebalance(Pool pool) {
        return new Bridge<>("rebalance", (o, e) -> new Rebalancer(pool, o, e.ticker()));
    }

    static RoundRobinBridge roundRobin(Pool pool) {
        return new RoundRobinBridge(pool);
    }

    record RoundRobinBridge(Pool pool) implements StepType<RoundRobinOptions> {
        @Override
        public String name() {
            return "roundRobin";
        }

        @Override
        public List<OptionSpec<RoundRobinOptions, ?>> options() {
            return List.of();
        }

        @Override
        public RoundRobinOptions read(OptionValues<RoundRobinOptions> values) {
            throw new IllegalStateException();
        }

        @Override
        public Stage stage() {
            return Stage.POOL;
        }

        @Override
        public Middleware make(RoundRobinOptions o, Environment environment) {
            return new RoundRobin(pool, o);
        }

        @Override
        public String describe(RoundRobinOptions o) {
            return new RoundRobin(pool, o).describe();
        }
    }

    @Override
    public List<OptionSpec<O, ?>> options() {
        return List.of();
    }

    @Override
    public O read(OptionValues<O> values) {
        throw new IllegalStateException(name);
    }

    @Override
    public Middleware make(O options, Environment environment) {
        return make.apply(options, environment);
    }

    @Override
    public boolean gates(O options) {
        return make(options, SystemEnvironment.INSTANCE) instanceof Gate;
    }

    @Override
    public String describe(O options) {
        return make(options, SystemEnvironment.INSTANCE).describe();
    }
}
