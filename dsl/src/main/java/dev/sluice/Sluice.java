package dev.sluice;

import dev.sluice.config.ModelConfig;
import dev.sluice.config.ModelFiles;
import dev.sluice.core.Request;
import dev.sluice.core.Source;
import dev.sluice.expression.Expression;
import dev.sluice.expression.IntTerm;
import dev.sluice.expression.TextTerm;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.middlewares.retry.Attempt;
import dev.sluice.middlewares.retry.RetryWhen;
import dev.sluice.routing.Predicates;
import dev.sluice.server.Hosting;
import dev.sluice.server.WireHost;
import dev.sluice.server.WireOptions;
import io.helidon.config.Config;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
     * Writes a gateway: policies, pools, and routes in scopes.
     *
     * {@snippet :
     * gateway(g -> {
     *     g.trace();
     *     g.pool("api", p -> p.member("http://a:8080", 3).member("http://b:8080"));
     *     g.route("orders", path("/orders/**"), r -> r.forwardTo("api"));
     *     g.otherwise(r -> r.respond(404, "text/plain", "nothing here"));
     * }).listen(8080);
     * }
     *
     * @param lambda writes it
     * @return the gateway
     * @throws ProgramException naming every mistake, each with the place where it was written
     */
    public static Gateway gateway(Consumer<GatewayScope> lambda) {
        return new Gateway(GatewayScope.written(lambda));
    }

    /**
     * Reads a gateway from YAML files; see {@code docs/yaml.md}.
     *
     * @param file such as {@code gateway.yaml}
     * @param more files, of which the later win
     * @return the gateway
     * @throws ProgramException naming every mistake with file, line and key
     */
    public static Gateway gateway(Path file, Path... more) {
        List<Path> files = Stream.concat(Stream.of(file), Stream.of(more)).toList();
        return new Gateway(Generations.read(() -> ModelFiles.system().read(files)));
    }

    /**
     * Reads a gateway from a tree of Helidon's configuration: {@code gateway(config.get("gateway"))}.
     *
     * @param config what stands under the gateway's key
     * @return the gateway
     * @throws ProgramException naming every mistake with its key
     */
    public static Gateway gateway(Config config) {
        return new Gateway(Generations.read(() -> ModelConfig.read(config)));
    }

    /**
     * Writes steps that may stand in several places of a gateway, as one instance each.
     *
     * @param name tells it from other policies
     * @param lambda writes its steps
     * @return the policy, for {@code use(...)}
     * @throws ProgramException naming every mistake
     */
    public static Policy policy(String name, Consumer<Policy.Scope> lambda) {
        return Policy.written(name, lambda);
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
     * Forwards from handlers of one's own.
     *
     * @return a forwarder with the default options; close it when the service stops
     */
    public static DirectForwarder forwarder() {
        return forwarder(options -> {});
    }

    /**
     * Forwards from handlers of one's own.
     *
     * @param options timeouts, pass host, TLS
     * @return a forwarder; close it when the service stops
     * @throws IllegalArgumentException naming every option that is wrong
     */
    public static DirectForwarder forwarder(Consumer<ForwarderOptions.Builder> options) {
        return new DirectForwarder(
                Steps.with(ForwarderOptions.builder(), options).build(), SystemEnvironment.INSTANCE);
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
     * Counts by a cookie.
     *
     * @param name the cookie's name, in its case
     * @return the source; all clients without the cookie count as one
     */
    public static Source cookie(String name) {
        return Source.cookie(name);
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

    /**
     * Code of a user's own. It is opaque: it has no text that parses, and is equal only to itself.
     *
     * @param name says what it asks
     * @param code the condition; must not block
     * @return the predicate
     */
    public static Expression<Request> when(String name, Predicate<Request> code) {
        return Predicates.when(name, code);
    }

    /**
     * Requests with one of some methods.
     *
     * @param method one
     * @param more others
     * @return the predicate
     */
    public static Expression<Request> method(String method, String... more) {
        return Predicates.method(method, more);
    }

    /**
     * Every request.
     *
     * @return the predicate
     */
    public static Expression<Request> any() {
        return Predicates.any();
    }

    /**
     * Requests for a host: exact, {@code *.example.com} (one label or more) or with captured labels as in
     * <code>{tenant}.example.com</code>. Case, port and a dot at the end of the request's host do not matter.
     *
     * @param host a name or an address without port
     * @return the predicate
     */
    public static Expression<Request> host(String host) {
        return Predicates.host(host);
    }

    /**
     * Requests for hosts in whose normal form an expression of RE2 matches; its named groups are captures.
     *
     * @param regex in the syntax of RE2, found anywhere: anchor it to match the whole
     * @return the predicate
     */
    public static Expression<Request> hostRegexp(String regex) {
        return Predicates.hostRegexp(regex);
    }

    /**
     * Requests for a path: exact, or with segments left open as <code>{name}</code>, and at the end
     * <code>{rest...}</code> or {@code **}, which take any number of segments.
     *
     * @param template begins with a slash
     * @return the predicate
     */
    public static Expression<Request> path(String template) {
        return Predicates.path(template);
    }

    /**
     * Requests for a path and all below it, by whole segments.
     *
     * @param prefix begins with a slash; a slash at its end makes no difference
     * @return the predicate
     */
    public static Expression<Request> pathPrefix(String prefix) {
        return Predicates.pathPrefix(prefix);
    }

    /**
     * Requests for paths in whose normal form an expression of RE2 matches; its named groups are captures.
     *
     * @param regex in the syntax of RE2, found anywhere: anchor it to match the whole
     * @return the predicate
     */
    public static Expression<Request> pathRegexp(String regex) {
        return Predicates.pathRegexp(regex);
    }

    /**
     * Requests whose origin's address is in a range, such as {@code 10.0.0.0/8}.
     *
     * @param range an address, or address/bits
     * @return the predicate
     */
    public static Expression<Request> client(String range) {
        return Predicates.client(range);
    }

    /**
     * Requests over connections whose other end is in a range.
     *
     * @param range an address, or address/bits
     * @return the predicate
     */
    public static Expression<Request> peer(String range) {
        return Predicates.peer(range);
    }

    /**
     * Requests with a header.
     *
     * @param name of the field, parameter or cookie
     * @return the predicate
     */
    public static Expression<Request> hasHeader(String name) {
        return Predicates.hasHeader(name);
    }

    /**
     * Requests with a header of a value, letter for letter.
     *
     * @param name of the field, parameter or cookie
     * @param value compared as it is; a query's after decoding
     * @return the predicate
     */
    public static Expression<Request> header(String name, String value) {
        return Predicates.header(name, value);
    }

    /**
     * Requests with a header whose value begins with a text.
     *
     * @param name of the field, parameter or cookie
     * @param prefix the beginning
     * @return the predicate
     */
    public static Expression<Request> headerPrefix(String name, String prefix) {
        return Predicates.headerPrefix(name, prefix);
    }

    /**
     * Requests with a header in whose value a text is.
     *
     * @param name of the field, parameter or cookie
     * @param text compared as it is
     * @return the predicate
     */
    public static Expression<Request> headerContains(String name, String text) {
        return Predicates.headerContains(name, text);
    }

    /**
     * Requests with a header in whose value an expression of RE2 matches.
     *
     * @param name of the field, parameter or cookie
     * @param regex in the syntax of RE2, found anywhere: anchor it to match the whole
     * @return the predicate
     */
    public static Expression<Request> headerRegexp(String name, String regex) {
        return Predicates.headerRegexp(name, regex);
    }

    /**
     * Requests with a query parameter.
     *
     * @param name of the field, parameter or cookie
     * @return the predicate
     */
    public static Expression<Request> hasQuery(String name) {
        return Predicates.hasQuery(name);
    }

    /**
     * Requests with a query parameter of a value, letter for letter.
     *
     * @param name of the field, parameter or cookie
     * @param value compared as it is; a query's after decoding
     * @return the predicate
     */
    public static Expression<Request> query(String name, String value) {
        return Predicates.query(name, value);
    }

    /**
     * Requests with a query parameter whose value begins with a text.
     *
     * @param name of the field, parameter or cookie
     * @param prefix the beginning
     * @return the predicate
     */
    public static Expression<Request> queryPrefix(String name, String prefix) {
        return Predicates.queryPrefix(name, prefix);
    }

    /**
     * Requests with a query parameter in whose value a text is.
     *
     * @param name of the field, parameter or cookie
     * @param text compared as it is
     * @return the predicate
     */
    public static Expression<Request> queryContains(String name, String text) {
        return Predicates.queryContains(name, text);
    }

    /**
     * Requests with a query parameter in whose value an expression of RE2 matches.
     *
     * @param name of the field, parameter or cookie
     * @param regex in the syntax of RE2, found anywhere: anchor it to match the whole
     * @return the predicate
     */
    public static Expression<Request> queryRegexp(String name, String regex) {
        return Predicates.queryRegexp(name, regex);
    }

    /**
     * Requests with a cookie.
     *
     * @param name of the field, parameter or cookie
     * @return the predicate
     */
    public static Expression<Request> hasCookie(String name) {
        return Predicates.hasCookie(name);
    }

    /**
     * Requests with a cookie of a value, letter for letter.
     *
     * @param name of the field, parameter or cookie
     * @param value compared as it is; a query's after decoding
     * @return the predicate
     */
    public static Expression<Request> cookie(String name, String value) {
        return Predicates.cookie(name, value);
    }

    /**
     * Requests with a cookie whose value begins with a text.
     *
     * @param name of the field, parameter or cookie
     * @param prefix the beginning
     * @return the predicate
     */
    public static Expression<Request> cookiePrefix(String name, String prefix) {
        return Predicates.cookiePrefix(name, prefix);
    }

    /**
     * Requests with a cookie in whose value a text is.
     *
     * @param name of the field, parameter or cookie
     * @param text compared as it is
     * @return the predicate
     */
    public static Expression<Request> cookieContains(String name, String text) {
        return Predicates.cookieContains(name, text);
    }

    /**
     * Requests with a cookie in whose value an expression of RE2 matches.
     *
     * @param name of the field, parameter or cookie
     * @param regex in the syntax of RE2, found anywhere: anchor it to match the whole
     * @return the predicate
     */
    public static Expression<Request> cookieRegexp(String name, String regex) {
        return Predicates.cookieRegexp(name, regex);
    }

    /**
     * Requests over connections whose client has a certificate for a name, in mutual TLS.
     *
     * @param name its subject, such as {@code CN=alice,O=Example}, or one of its alternative names
     * @return the predicate
     */
    public static Expression<Request> clientCert(String name) {
        return Predicates.clientCert(name);
    }

    /**
     * Requests over connections whose client has one certificate, in mutual TLS.
     *
     * @param sha256 its fingerprint in hexadecimal digits, with colons or without
     * @return the predicate
     */
    public static Expression<Request> clientCertFingerprint(String sha256) {
        return Predicates.clientCertFingerprint(sha256);
    }

    /**
     * Requests from an instant on.
     *
     * @param from the first instant
     * @return the predicate
     */
    public static Expression<Request> after(Instant from) {
        return Predicates.after(from);
    }

    /**
     * Requests before an instant.
     *
     * @param until the first instant that is too late
     * @return the predicate
     */
    public static Expression<Request> before(Instant until) {
        return Predicates.before(until);
    }

    /**
     * Requests from an instant on and before another.
     *
     * @param from the first instant
     * @param until the first instant that is too late
     * @return the predicate
     */
    public static Expression<Request> between(Instant from, Instant until) {
        return Predicates.between(from, until);
    }

    /**
     * A share of the requests. One number from 0 to 99 is drawn for each request, and compared with all shares that
     * it meets: the first route with a share of 20 and the next with one of 50 get 20 and 30 of 100.
     *
     * @param percent 0 to 100
     * @return the predicate
     */
    public static Expression<Request> share(int percent) {
        return Predicates.share(percent);
    }

    /**
     * A share of the clients, told apart by a key whose hash takes the place of the drawn number: {@code
     * cookie:NAME}, {@code header:NAME} or {@code clientIp}. A request without the key has a drawn number.
     *
     * @param percent 0 to 100
     * @param key what tells clients apart
     * @return the predicate
     */
    public static Expression<Request> share(int percent, String key) {
        return Predicates.share(percent, key);
    }
}
