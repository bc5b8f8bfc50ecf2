package dev.sluice;

import dev.sluice.core.Middleware;
import dev.sluice.core.Ticker;
import dev.sluice.core.Upstream;
import dev.sluice.expression.Expression;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.middlewares.access.Access;
import dev.sluice.middlewares.access.AccessOptions;
import dev.sluice.middlewares.auth.ApiKey;
import dev.sluice.middlewares.auth.ApiKeyOptions;
import dev.sluice.middlewares.auth.BasicAuth;
import dev.sluice.middlewares.auth.BasicAuthOptions;
import dev.sluice.middlewares.buffer.Buffer;
import dev.sluice.middlewares.buffer.BufferOptions;
import dev.sluice.middlewares.circuitbreaker.CircuitBreaker;
import dev.sluice.middlewares.circuitbreaker.CircuitBreakerOptions;
import dev.sluice.middlewares.connlimit.ConnLimit;
import dev.sluice.middlewares.connlimit.ConnLimitOptions;
import dev.sluice.middlewares.cors.Cors;
import dev.sluice.middlewares.cors.CorsOptions;
import dev.sluice.middlewares.headers.Headers;
import dev.sluice.middlewares.headers.HeadersOptions;
import dev.sluice.middlewares.headers.RequestId;
import dev.sluice.middlewares.headers.RequestIdOptions;
import dev.sluice.middlewares.loadbalance.Pool;
import dev.sluice.middlewares.ratelimit.Rate;
import dev.sluice.middlewares.ratelimit.RateLimit;
import dev.sluice.middlewares.ratelimit.RateLimitOptions;
import dev.sluice.middlewares.retry.Attempt;
import dev.sluice.middlewares.retry.Retry;
import dev.sluice.middlewares.retry.RetryOptions;
import dev.sluice.middlewares.rewrite.Redirect;
import dev.sluice.middlewares.rewrite.RedirectOptions;
import dev.sluice.middlewares.rewrite.Rewrite;
import dev.sluice.middlewares.rewrite.RewriteOptions;
import dev.sluice.middlewares.stream.Stream;
import dev.sluice.middlewares.stream.StreamOptions;
import dev.sluice.middlewares.trace.Trace;
import dev.sluice.middlewares.trace.TraceOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A proxy being written: every call adds a middleware inside those before it. Mistakes are collected and thrown by
 * {@code forward()}, all at once. Not thread-safe.
 *
 * <p>Longer than a class should be, since it is the list of what there is: a call each, none with logic of its own.
 */
public final class ProxyBuilder {
    private static final Ticker TICKER = Ticker.system();

    private final Program program = new Program();

    ProxyBuilder() {}

    private static <B> B with(B builder, Consumer<B> options) {
        options.accept(builder);
        return builder;
    }

    /**
     * Writes a line of JSON for each exchange to the standard output.
     *
     * @return this
     */
    public ProxyBuilder trace() {
        return trace(options -> {});
    }

    /**
     * Writes a line for each exchange.
     *
     * @param options where to, in which format, with which headers
     * @return this
     */
    public ProxyBuilder trace(Consumer<TraceOptions.Builder> options) {
        program.step("trace", () -> with(TraceOptions.builder(), options).build(), built -> new Trace(built, TICKER));
        return this;
    }

    /**
     * Limits the rate of each client's address; beyond it a client sees 429 with {@code Retry-After}.
     *
     * @param requests how many per period, and at once
     * @param period positive
     * @return this
     */
    public ProxyBuilder rateLimit(long requests, Duration period) {
        return rateLimit(options -> options.rate(Rate.of(requests, period)));
    }

    /**
     * Limits rates.
     *
     * @param options rates, what to count by, capacity
     * @return this
     */
    public ProxyBuilder rateLimit(Consumer<RateLimitOptions.Builder> options) {
        program.step(
                "rateLimit",
                () -> with(RateLimitOptions.builder(), options).build(),
                built -> new RateLimit(built, TICKER));
        return this;
    }

    /**
     * Limits the exchanges that each client's address has under way; beyond it a client sees 429.
     *
     * @param max 1 or more
     * @return this
     */
    public ProxyBuilder connLimit(int max) {
        return connLimit(max, options -> {});
    }

    /**
     * Limits the exchanges under way.
     *
     * @param max 1 or more
     * @param options what to count by, a queue for those who wait
     * @return this
     */
    public ProxyBuilder connLimit(int max, Consumer<ConnLimitOptions.Builder> options) {
        program.step(
                "connLimit",
                () -> with(ConnLimitOptions.builder().max(max), options).build(),
                built -> new ConnLimit(built, TICKER));
        return this;
    }

    /**
     * Stops sending where too much fails, and answers itself for a while: 503, unless told otherwise.
     *
     * @param condition oxy's expression, such as {@code NetworkErrorRatio() > 0.5}
     * @return this
     */
    public ProxyBuilder circuitBreaker(String condition) {
        return circuitBreaker(condition, options -> {});
    }

    /**
     * Stops sending where too much fails.
     *
     * @param condition oxy's expression
     * @param options durations, fallback, side effects
     * @return this
     */
    public ProxyBuilder circuitBreaker(String condition, Consumer<CircuitBreakerOptions.Builder> options) {
        program.step(
                "circuitBreaker",
                () -> with(CircuitBreakerOptions.builder(condition), options).build(),
                built -> new CircuitBreaker(built, TICKER));
        return this;
    }

    /**
     * Holds bodies in memory, then on disk, so that requests can be retried.
     *
     * @param options limits, retry
     * @return this
     */
    public ProxyBuilder buffer(Consumer<BufferOptions.Builder> options) {
        program.step("buffer", () -> with(BufferOptions.builder(), options).build(), Buffer::new);
        return this;
    }

    /**
     * Retries without holding bodies: only what was not sent at all, or has no body that was read.
     *
     * @param condition oxy's expression, such as {@code IsNetworkError() && Attempts() < 3}
     * @return this
     */
    public ProxyBuilder retry(String condition) {
        return retry(condition, options -> {});
    }

    /**
     * Retries without holding bodies.
     *
     * @param condition oxy's expression
     * @param options attempts, budget, backoff
     * @return this
     */
    public ProxyBuilder retry(String condition, Consumer<RetryOptions.Builder> options) {
        program.step(
                "retry", () -> with(RetryOptions.builder(condition), options).build(), Retry::new);
        return this;
    }

    /**
     * Retries without holding bodies.
     *
     * @param condition such as {@code networkError().and(attempts().lessThan(3))}
     * @return this
     */
    public ProxyBuilder retry(Expression<Attempt> condition) {
        program.step("retry", () -> RetryOptions.builder(condition).build(), Retry::new);
        return this;
    }

    /**
     * Limits bodies without holding them: 413 for a request, 502 or a broken transfer for a response.
     *
     * @param options the limits
     * @return this
     */
    public ProxyBuilder stream(Consumer<StreamOptions.Builder> options) {
        program.step("stream", () -> with(StreamOptions.builder(), options).build(), Stream::new);
        return this;
    }

    /**
     * Edits fields of requests and responses.
     *
     * @param options what to set, add and remove
     * @return this
     */
    public ProxyBuilder headers(Consumer<HeadersOptions.Builder> options) {
        program.step("headers", () -> with(HeadersOptions.builder(), options).build(), Headers::new);
        return this;
    }

    /**
     * Gives every request an {@code X-Request-Id}.
     *
     * @return this
     */
    public ProxyBuilder requestId() {
        return requestId(options -> {});
    }

    /**
     * Gives every request an id.
     *
     * @param options which header, whether a client's own is kept
     * @return this
     */
    public ProxyBuilder requestId(Consumer<RequestIdOptions.Builder> options) {
        program.step(
                "requestId",
                () -> with(RequestIdOptions.builder(), options).build(),
                built -> new RequestId(built, new SecureRandom()));
        return this;
    }

    /**
     * Changes the target on its way.
     *
     * @param options prefixes, paths, regular expressions
     * @return this
     */
    public ProxyBuilder rewrite(Consumer<RewriteOptions.Builder> options) {
        program.step("rewrite", () -> with(RewriteOptions.builder(), options).build(), Rewrite::new);
        return this;
    }

    /**
     * Sends clients elsewhere.
     *
     * @param options {@link RedirectOptions#to}, {@link RedirectOptions#https} or {@link RedirectOptions#regex}
     * @return this
     */
    public ProxyBuilder redirect(RedirectOptions options) {
        program.step("redirect", () -> options, Redirect::new);
        return this;
    }

    /**
     * Asks for a name and a password: 401 without.
     *
     * @param options realm, users
     * @return this
     */
    public ProxyBuilder basicAuth(Consumer<BasicAuthOptions.Builder> options) {
        program.step(
                "basicAuth", () -> with(BasicAuthOptions.builder(), options).build(), BasicAuth::new);
        return this;
    }

    /**
     * Asks for an API key: 401 without, 403 with a wrong one.
     *
     * @param options header, keys
     * @return this
     */
    public ProxyBuilder apiKey(Consumer<ApiKeyOptions.Builder> options) {
        program.step("apiKey", () -> with(ApiKeyOptions.builder(), options).build(), ApiKey::new);
        return this;
    }

    /**
     * Lets clients in or keeps them out by their address: 403.
     *
     * @param options ranges
     * @return this
     */
    public ProxyBuilder access(Consumer<AccessOptions.Builder> options) {
        program.step("access", () -> with(AccessOptions.builder(), options).build(), Access::new);
        return this;
    }

    /**
     * Answers what browsers ask before they send across sites.
     *
     * @param options origins, methods, headers
     * @return this
     */
    public ProxyBuilder cors(Consumer<CorsOptions.Builder> options) {
        program.step("cors", () -> with(CorsOptions.builder(), options).build(), Cors::new);
        return this;
    }

    /**
     * Adds a middleware of one's own. All starts of the proxy share it, and none closes it.
     *
     * @param middleware a lambda or an instance
     * @return this
     */
    public ProxyBuilder use(Middleware middleware) {
        program.shared(Objects.requireNonNull(middleware, "middleware"));
        return this;
    }

    /**
     * Balances over upstreams in turn. What follows concerns the pool.
     *
     * @param urls {@code http://host[:port][/base]}, one or more
     * @return the pool's stage, whose way on is {@code forward()}
     */
    public PoolStage roundRobin(String... urls) {
        Pool pool = new Pool();
        program.checked("roundRobin", () -> {
            if (urls.length == 0) {
                throw new IllegalArgumentException("needs at least one upstream");
            }
        });
        for (String url : urls) {
            program.checked("roundRobin", () -> pool.upsert(Upstream.of(url), 1));
        }
        return new PoolStage(program, pool);
    }

    /**
     * Balances over a pool that can be changed while the proxy runs.
     *
     * @param pool upstreams and weights
     * @return the pool's stage, whose way on is {@code forward()}
     */
    public PoolStage roundRobin(Pool pool) {
        return new PoolStage(program, Objects.requireNonNull(pool, "pool"));
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
     * @param options timeouts, pass host, trusted peers, TLS
     * @return the proxy
     * @throws ProgramException naming every mistake of the program
     */
    public Proxy forward(String url, Consumer<ForwarderOptions.Builder> options) {
        program.step("forward", () -> Upstream.of(url), FixedUpstream::new);
        return Proxy.of(program, options);
    }
}
