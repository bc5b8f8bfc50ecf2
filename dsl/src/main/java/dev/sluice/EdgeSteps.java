package dev.sluice;

import static dev.sluice.Steps.with;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.middlewares.access.AccessOptions;
import dev.sluice.middlewares.access.AccessType;
import dev.sluice.middlewares.auth.ApiKeyOptions;
import dev.sluice.middlewares.auth.ApiKeyType;
import dev.sluice.middlewares.auth.BasicAuthOptions;
import dev.sluice.middlewares.auth.BasicAuthType;
import dev.sluice.middlewares.connlimit.ConnLimitOptions;
import dev.sluice.middlewares.connlimit.ConnLimitType;
import dev.sluice.middlewares.cors.CorsOptions;
import dev.sluice.middlewares.cors.CorsType;
import dev.sluice.middlewares.errors.ErrorForm;
import dev.sluice.middlewares.errors.ErrorsOptions;
import dev.sluice.middlewares.errors.ErrorsType;
import dev.sluice.middlewares.grpcweb.GrpcWebOptions;
import dev.sluice.middlewares.grpcweb.GrpcWebType;
import dev.sluice.middlewares.headers.RequestIdOptions;
import dev.sluice.middlewares.headers.RequestIdType;
import dev.sluice.middlewares.pages.ErrorPageOptions;
import dev.sluice.middlewares.pages.ErrorPageType;
import dev.sluice.middlewares.pages.MaintenanceOptions;
import dev.sluice.middlewares.pages.MaintenanceType;
import dev.sluice.middlewares.ratelimit.Rate;
import dev.sluice.middlewares.ratelimit.RateLimitOptions;
import dev.sluice.middlewares.ratelimit.RateLimitType;
import dev.sluice.middlewares.stream.StreamOptions;
import dev.sluice.middlewares.stream.StreamType;
import dev.sluice.middlewares.totaltimeout.TotalTimeoutOptions;
import dev.sluice.middlewares.totaltimeout.TotalTimeoutType;
import dev.sluice.middlewares.trace.TraceOptions;
import dev.sluice.middlewares.trace.TraceType;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What may stand at the edge, before a route is taken: who asks, how much, how often.
 *
 * @param <S> the part of the program
 */
public interface EdgeSteps<S> extends Steps<S> {
    /**
     * Writes a line of JSON for each exchange to the standard output.
     *
     * @return the part of the program with it
     */
    default S trace() {
        return trace(options -> {});
    }

    /**
     * Writes a line for each exchange.
     *
     * @param options where to, in which format, with which headers
     * @return the part of the program with it
     */
    default S trace(Consumer<TraceOptions.Builder> options) {
        return step(TraceType.TYPE, () -> with(TraceOptions.builder(), options).build());
    }

    /**
     * Gives errors of the gateway's own a form; those of messages that are refused before any step, too.
     *
     * @param form such as {@link ErrorForm#PROBLEM_JSON}
     * @return the part of the program with it
     */
    default S errors(ErrorForm form) {
        return step(
                ErrorsType.TYPE,
                () -> ErrorsOptions.builder().form(Steps.given("form", form)).build());
    }

    /**
     * Gives errors of the gateway's own a form of the program's own.
     *
     * @param renderer quick, thread-safe
     * @return the part of the program with it
     */
    default S errors(ErrorRenderer renderer) {
        return step(
                ErrorsType.TYPE,
                () -> ErrorsOptions.builder()
                        .renderer(Steps.given("renderer", renderer))
                        .build());
    }

    /**
     * Limits the rate of each client's address; beyond it a client sees 429 with {@code Retry-After}.
     *
     * @param requests how many per period, and at once
     * @param period positive
     * @return the part of the program with it
     */
    default S rateLimit(long requests, Duration period) {
        return rateLimit(options -> options.rate(Rate.of(requests, period)));
    }

    /**
     * Limits the rate of each client's address.
     *
     * @param rate such as {@code rate(100).perSecond().burst(200)}
     * @return the part of the program with it
     */
    default S rateLimit(Rate rate) {
        return rateLimit(options -> options.rate(rate));
    }

    /**
     * Limits rates.
     *
     * @param options rates, what to count by, capacity
     * @return the part of the program with it
     */
    default S rateLimit(Consumer<RateLimitOptions.Builder> options) {
        return step(
                RateLimitType.TYPE,
                () -> with(RateLimitOptions.builder(), options).build());
    }

    /**
     * Limits the exchanges that each client's address has under way; beyond it a client sees 429.
     *
     * @param max 1 or more
     * @return the part of the program with it
     */
    default S connLimit(int max) {
        return connLimit(max, options -> {});
    }

    /**
     * Limits the exchanges under way.
     *
     * @param max 1 or more
     * @param options what to count by, a queue for those who wait
     * @return the part of the program with it
     */
    default S connLimit(int max, Consumer<ConnLimitOptions.Builder> options) {
        return step(
                ConnLimitType.TYPE,
                () -> with(ConnLimitOptions.builder().max(max), options).build());
    }

    /**
     * Limits the time from the first byte of a request to the head of the final response, over all attempts and their
     * pauses; beyond it a client sees 504. A response under way is not cut short.
     *
     * @param total more than 0
     * @return the part of the program with it
     */
    default S totalTimeout(Duration total) {
        return step(TotalTimeoutType.TYPE, () -> new TotalTimeoutOptions(Steps.given("total", total)));
    }

    /**
     * Limits bodies without holding them: 413 for a request, 502 or a broken transfer for a response.
     *
     * @param options the limits
     * @return the part of the program with it
     */
    default S stream(Consumer<StreamOptions.Builder> options) {
        return step(
                StreamType.TYPE, () -> with(StreamOptions.builder(), options).build());
    }

    /**
     * Gives every request an {@code X-Request-Id}.
     *
     * @return the part of the program with it
     */
    default S requestId() {
        return requestId(options -> {});
    }

    /**
     * Gives every request an id.
     *
     * @param options which header, whether a client's own is kept
     * @return the part of the program with it
     */
    default S requestId(Consumer<RequestIdOptions.Builder> options) {
        return step(
                RequestIdType.TYPE,
                () -> with(RequestIdOptions.builder(), options).build());
    }

    /**
     * Asks for a name and a password: 401 without.
     *
     * @param options realm, users
     * @return the part of the program with it
     */
    default S basicAuth(Consumer<BasicAuthOptions.Builder> options) {
        return step(
                BasicAuthType.TYPE,
                () -> with(BasicAuthOptions.builder(), options).build());
    }

    /**
     * Asks for an API key: 401 without, 403 with a wrong one.
     *
     * @param options header, keys
     * @return the part of the program with it
     */
    default S apiKey(Consumer<ApiKeyOptions.Builder> options) {
        return step(
                ApiKeyType.TYPE, () -> with(ApiKeyOptions.builder(), options).build());
    }

    /**
     * Lets clients in or keeps them out by their address: 403.
     *
     * @param options ranges
     * @return the part of the program with it
     */
    default S access(Consumer<AccessOptions.Builder> options) {
        return step(
                AccessType.TYPE, () -> with(AccessOptions.builder(), options).build());
    }

    /**
     * Answers what browsers ask before they send across sites.
     *
     * @param options origins, methods, headers
     * @return the part of the program with it
     */
    default S cors(Consumer<CorsOptions.Builder> options) {
        return step(CorsType.TYPE, () -> with(CorsOptions.builder(), options).build());
    }

    /**
     * Lets browsers call services of gRPC: translates gRPC-Web, in both variants, into gRPC and back. Behind {@link #cors}, if
     * pages of other origins call.
     *
     * @return the part of the program with it
     */
    default S grpcWeb() {
        return step(GrpcWebType.TYPE, GrpcWebOptions::new);
    }

    /**
     * Puts a page in place of the body of errors.
     *
     * {@snippet :
     * proxy().errorPage(e -> e.statuses("5xx").body("<h1>{status} {reason}</h1>")).forward("http://127.0.0.1:9001");
     * }
     *
     * @param options which errors, and the page
     * @return the part of the program with it
     */
    default S errorPage(Consumer<ErrorPageOptions.Builder> options) {
        return step(
                ErrorPageType.TYPE,
                () -> with(ErrorPageOptions.builder(), options).build());
    }

    /**
     * Keeps clients out while something is under repair: 503.
     *
     * @return the part of the program with it
     */
    default S maintenance() {
        return maintenance(options -> {});
    }

    /**
     * Keeps clients out while something is under repair: 503.
     *
     * {@snippet :
     * proxy().maintenance(m -> m.whileExists(Path.of("/run/sluice/maintenance")).allow("10.0.0.0/8"));
     * }
     *
     * @param options when, who may come in all the same, and the page
     * @return the part of the program with it
     */
    default S maintenance(Consumer<MaintenanceOptions.Builder> options) {
        return step(
                MaintenanceType.TYPE,
                () -> with(MaintenanceOptions.builder(), options).build());
    }
}
