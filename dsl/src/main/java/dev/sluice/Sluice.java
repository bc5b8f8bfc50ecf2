package dev.sluice;

import dev.sluice.core.Source;
import dev.sluice.expression.Expression;
import dev.sluice.expression.IntTerm;
import dev.sluice.expression.TextTerm;
import dev.sluice.middlewares.retry.Attempt;
import dev.sluice.middlewares.retry.RetryWhen;
import dev.sluice.server.Hosting;
import dev.sluice.server.WireHost;
import dev.sluice.server.WireOptions;

/**
 * The one static import of a gateway program: {@code import static dev.sluice.Sluice.*;}.
 *
 * {@snippet :
 * proxy()
 *         .trace()
 *         .rateLimit(100, Duration.ofSeconds(1))
 *         .buffer(b -> b.retry("IsNetworkError() && Attempts() < 3"))
 *         .roundRobin("http://127.0.0.1:9001", "http://127.0.0.1:9002")
 *         .forward()
 *         .listen(8080);
 * }
 */
public final class Sluice {
    private Sluice() {}

    /**
     * Begins a proxy: one pipeline, written outermost first.
     *
     * @return the chain
     */
    public static ProxyBuilder proxy() {
        return new ProxyBuilder(Written.NOTHING);
    }

    /**
     * HTTP/1.1 as {@code listen(...)} speaks it, for a WebServer of one's own.
     *
     * @param options limits and deadlines of clients
     * @return to be added to a WebServer; see there
     */
    public static WireHost wireHost(WireOptions options) {
        return WireHost.create(
                options, Hosting.of(SystemEnvironment.INSTANCE.ticker(), SystemEnvironment.INSTANCE.timers()));
    }

    /**
     * A rate, to be given its period: {@code rate(100).perSecond().burst(200)}.
     *
     * @param tokens how many per period, 1 or more
     * @return the rate without a period
     */
    public static RateOf rate(long tokens) {
        return new RateOf(tokens);
    }

    /**
     * A size in binary kilobytes.
     *
     * @param count how many
     * @return bytes
     */
    public static long kib(long count) {
        return Math.multiplyExact(count, 1024L);
    }

    /**
     * A size in binary megabytes.
     *
     * @param count how many
     * @return bytes
     */
    public static long mib(long count) {
        return Math.multiplyExact(count, 1024L * 1024L);
    }

    /**
     * Counts by the client's address; IPv6 by its /64.
     *
     * @return the source
     */
    public static Source clientIp() {
        return Source.clientIp();
    }

    /**
     * Counts by a field of the request.
     *
     * @param name such as {@code X-Api-Key}, in any case
     * @return the source
     */
    public static Source header(String name) {
        return Source.header(name);
    }

    /**
     * Counts by the host that the request names.
     *
     * @return the source
     */
    public static Source host() {
        return Source.host();
    }

    /**
     * Retry condition: the network to the upstream failed. The typed {@code IsNetworkError()}.
     *
     * @return the condition
     */
    public static Expression<Attempt> networkError() {
        return RetryWhen.networkError();
    }

    /**
     * Retry condition: how many attempts were made, from 1. The typed {@code Attempts()}.
     *
     * @return the term, to be compared
     */
    public static IntTerm<Attempt> attempts() {
        return RetryWhen.attempts();
    }

    /**
     * Retry condition: the status code of the attempt. The typed {@code ResponseCode()}.
     *
     * @return the term, to be compared
     */
    public static IntTerm<Attempt> responseCode() {
        return RetryWhen.responseCode();
    }

    /**
     * Retry condition: the request's method. The typed {@code RequestMethod()}.
     *
     * @return the term, to be compared
     */
    public static TextTerm<Attempt> requestMethod() {
        return RetryWhen.requestMethod();
    }
}
