package dev.sluice;

import static dev.sluice.Steps.with;

import dev.sluice.expression.Expression;
import dev.sluice.middlewares.adaptive.AdaptiveConcurrencyOptions;
import dev.sluice.middlewares.adaptive.AdaptiveConcurrencyType;
import dev.sluice.middlewares.admission.AdmissionControlOptions;
import dev.sluice.middlewares.admission.AdmissionControlType;
import dev.sluice.middlewares.buffer.BufferOptions;
import dev.sluice.middlewares.buffer.BufferType;
import dev.sluice.middlewares.circuitbreaker.CircuitBreakerOptions;
import dev.sluice.middlewares.circuitbreaker.CircuitBreakerType;
import dev.sluice.middlewares.circuitbreaker.Readings;
import dev.sluice.middlewares.headers.HeadersOptions;
import dev.sluice.middlewares.headers.HeadersType;
import dev.sluice.middlewares.hedge.HedgeOptions;
import dev.sluice.middlewares.hedge.HedgeType;
import dev.sluice.middlewares.mirror.MirrorOptions;
import dev.sluice.middlewares.mirror.MirrorType;
import dev.sluice.middlewares.retry.Attempt;
import dev.sluice.middlewares.retry.RetryOptions;
import dev.sluice.middlewares.retry.RetryType;
import dev.sluice.middlewares.rewrite.RedirectOptions;
import dev.sluice.middlewares.rewrite.RedirectType;
import dev.sluice.middlewares.rewrite.RewriteOptions;
import dev.sluice.middlewares.rewrite.RewriteType;
import java.util.function.Consumer;

/**
 * What may stand on a route, besides what may stand at the edge: what changes a request or an answer, holds it, or sends
 * it again.
 *
 * @param <S> the part of the program
 */
public interface RouteSteps<S> extends EdgeSteps<S> {
    /**
     * Edits fields of requests and responses.
     *
     * @param options what to set, add and remove
     * @return the part of the program with it
     */
    default S headers(Consumer<HeadersOptions.Builder> options) {
        return step(
                HeadersType.TYPE, () -> with(HeadersOptions.builder(), options).build());
    }

    /**
     * Changes the target on its way.
     *
     * @param options prefixes, paths, regular expressions
     * @return the part of the program with it
     */
    default S rewrite(Consumer<RewriteOptions.Builder> options) {
        return step(
                RewriteType.TYPE, () -> with(RewriteOptions.builder(), options).build());
    }

    /**
     * Sends clients elsewhere whose URL matches; others pass.
     *
     * @param options {@link RedirectOptions#to}, {@link RedirectOptions#https} or {@link RedirectOptions#regex}
     * @return the part of the program with it
     */
    default S redirect(RedirectOptions options) {
        return step(RedirectType.TYPE, () -> Steps.given("options", options));
    }

    /**
     * Holds bodies in memory, then on disk, within the limits of the defaults.
     *
     * @return the part of the program with it
     */
    default S buffer() {
        return buffer(options -> {});
    }

    /**
     * Holds bodies in memory, then on disk, so that requests can be retried.
     *
     * @param options limits, retry
     * @return the part of the program with it
     */
    default S buffer(Consumer<BufferOptions.Builder> options) {
        return step(
                BufferType.TYPE, () -> with(BufferOptions.builder(), options).build());
    }

    /**
     * Retries without holding bodies: only what was not sent at all, or has no body that was read.
     *
     * @param condition oxy's expression, such as {@code IsNetworkError() && Attempts() < 3}
     * @return the part of the program with it
     */
    default S retry(String condition) {
        return retry(condition, options -> {});
    }

    /**
     * Retries without holding bodies.
     *
     * @param condition oxy's expression
     * @param options attempts, budget, backoff
     * @return the part of the program with it
     */
    default S retry(String condition, Consumer<RetryOptions.Builder> options) {
        return step(
                RetryType.TYPE,
                () -> with(RetryOptions.builder(condition), options).build());
    }

    /**
     * Retries without holding bodies.
     *
     * @param condition such as {@code networkError().and(attempts().lessThan(3))}
     * @return the part of the program with it
     */
    default S retry(Expression<Attempt> condition) {
        return retry(condition, options -> {});
    }

    /**
     * Retries without holding bodies.
     *
     * @param condition such as {@code networkError().and(attempts().lessThan(3))}
     * @param options attempts, budget, backoff
     * @return the part of the program with it
     */
    default S retry(Expression<Attempt> condition, Consumer<RetryOptions.Builder> options) {
        return step(
                RetryType.TYPE,
                () -> with(RetryOptions.builder(condition), options).build());
    }

    /**
     * Sends a second attempt of a safe request to another member if the first takes longer than 95 % of them do; the first
     * answer wins.
     *
     * @return the part of the program with it
     */
    default S hedge() {
        return hedge(options -> {});
    }

    /**
     * Sends a second attempt of a safe request to another member if the first takes too long; the first answer wins.
     *
     * {@snippet :
     * proxy().hedge(h -> h.quantile(90).budget(15, 10)).roundRobin("http://127.0.0.1:9001", "http://127.0.0.1:9002");
     * }
     *
     * @param options after which time, how many, budget
     * @return the part of the program with it
     */
    default S hedge(Consumer<HedgeOptions.Builder> options) {
        return step(HedgeType.TYPE, () -> with(HedgeOptions.builder(), options).build());
    }

    /**
     * Copies every request to another pool, whose answers nobody gets.
     *
     * @param pool the name of a pool of the gateway
     * @return the part of the program with it
     */
    default S mirror(String pool) {
        return mirror(pool, options -> {});
    }

    /**
     * Copies requests to another pool, whose answers nobody gets.
     *
     * {@snippet :
     * gateway(g -> {
     *     g.pool("api", p -> p.member("http://127.0.0.1:9001"));
     *     g.pool("next", p -> p.member("http://127.0.0.1:9002"));
     *     g.route("all", any(), r -> r.mirror("next", m -> m.share(10).compareStatus()).forwardTo("api"));
     * });
     * }
     *
     * @param pool the name of a pool of the gateway
     * @param options which share, limits, what is compared
     * @return the part of the program with it
     */
    default S mirror(String pool, Consumer<MirrorOptions.Builder> options) {
        return step(
                MirrorType.TYPE,
                () -> with(MirrorOptions.builder(pool), options).build());
    }

    /**
     * Stops sending where too much fails, and answers itself for a while: 503, unless told otherwise.
     *
     * @param condition oxy's expression, such as {@code NetworkErrorRatio() > 0.5}
     * @return the part of the program with it
     */
    default S circuitBreaker(String condition) {
        return circuitBreaker(condition, options -> {});
    }

    /**
     * Stops sending where too much fails.
     *
     * @param condition oxy's expression
     * @param options durations, fallback, side effects
     * @return the part of the program with it
     */
    default S circuitBreaker(String condition, Consumer<CircuitBreakerOptions.Builder> options) {
        return step(
                CircuitBreakerType.TYPE,
                () -> with(CircuitBreakerOptions.builder(condition), options).build());
    }

    /**
     * Stops sending where too much fails.
     *
     * @param condition the typed twin of oxy's expression
     * @param options durations, fallback, side effects
     * @return the part of the program with it
     */
    default S circuitBreaker(Expression<Readings> condition, Consumer<CircuitBreakerOptions.Builder> options) {
        return step(
                CircuitBreakerType.TYPE,
                () -> with(CircuitBreakerOptions.builder(condition), options).build());
    }

    /**
     * Limits how many requests wait for an upstream at the same time, and finds the limit itself by their latency; beyond
     * it a client sees 503 with {@code Retry-After}.
     *
     * @return the part of the program with it
     */
    default S adaptiveConcurrency() {
        return adaptiveConcurrency(options -> {});
    }

    /**
     * Limits how many requests wait for an upstream at the same time, and finds the limit itself.
     *
     * @param options the algorithm, bounds, a queue, which requests are refused first
     * @return the part of the program with it
     */
    default S adaptiveConcurrency(Consumer<AdaptiveConcurrencyOptions.Builder> options) {
        return step(
                AdaptiveConcurrencyType.TYPE,
                () -> with(AdaptiveConcurrencyOptions.builder(), options).build());
    }

    /**
     * Refuses a share of the requests while less than half of them succeed: 503 with {@code Retry-After}.
     *
     * @return the part of the program with it
     */
    default S admissionControl() {
        return admissionControl(options -> {});
    }

    /**
     * Refuses a share of the requests while too few of them succeed.
     *
     * @param options the ratio, the window, how many are refused at most
     * @return the part of the program with it
     */
    default S admissionControl(Consumer<AdmissionControlOptions.Builder> options) {
        return step(
                AdmissionControlType.TYPE,
                () -> with(AdmissionControlOptions.builder(), options).build());
    }
}
