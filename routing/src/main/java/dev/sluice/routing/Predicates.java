package dev.sluice.routing;

import dev.sluice.core.Request;
import dev.sluice.expression.Expression;
import dev.sluice.expression.Fact;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * The predicates of requests: typed, and as text in the {@linkplain Expression expression language} with the same words.
 * Both give equal values; {@code and}, {@code or} and {@code not} put them together. A mistake in an argument is an
 * IllegalArgumentException that names word and argument.
 */
public final class Predicates {
    private Predicates() {}

    /**
     * Parses a text such as {@code Host("api.example.com") && PathPrefix("/v1") && !Header("X-Beta")}.
     *
     * @param text the predicate
     * @return the predicate
     * @throws dev.sluice.expression.ExpressionException with the position of the mistake
     */
    public static Expression<Request> parse(String text) {
        return Expression.parse(text, Words.ALL);
    }

    /**
     * Code of a user's own. It is opaque: it has no text that parses, and is equal only to itself.
     *
     * @param name says what it asks
     * @param code the condition; must not block
     * @return the predicate
     */
    public static Expression<Request> when(String name, Predicate<Request> code) {
        return Fact.opaque(name, new OwnCode(name, code));
    }

    /**
     * The names of the user's own code in a predicate, because of which it cannot be written as text.
     *
     * @param predicate any
     * @return the names, in order; empty if its text parses to an equal predicate
     */
    public static List<String> opaque(Expression<Request> predicate) {
        return predicate.facts().stream()
                .filter(Fact::isOpaque)
                .map(fact -> fact.meaning() instanceof OwnCode own ? own.name() : fact.toString())
                .toList();
    }

    /**
     * Requests with one of some methods.
     *
     * @param method one
     * @param more others
     * @return the predicate
     */
    public static Expression<Request> method(String method, String... more) {
        Object[] all = new Object[more.length + 1];
        all[0] = method;
        System.arraycopy(more, 0, all, 1, more.length);
        return Words.ALL.flag("Method", all);
    }

    /**
     * Every request.
     *
     * @return the predicate
     */
    public static Expression<Request> any() {
        return Words.ALL.flag("Any");
    }

    /**
     * Requests for a host: exact, {@code *.example.com} (one label or more) or with captured labels as in
     * <code>{tenant}.example.com</code>. Case, port and a dot at the end of the request's host do not matter.
     *
     * @param host a name or an address without port
     * @return the predicate
     */
    public static Expression<Request> host(String host) {
        return Words.ALL.flag("Host", host);
    }

    /**
     * Requests for hosts in whose normal form an expression of RE2 matches; its named groups are captures.
     *
     * @param regex in the syntax of RE2, found anywhere: anchor it to match the whole
     * @return the predicate
     */
    public static Expression<Request> hostRegexp(String regex) {
        return Words.ALL.flag("HostRegexp", regex);
    }

    /**
     * Requests for a path: exact, or with segments left open as <code>{name}</code>, and at the end
     * <code>{rest...}</code> or {@code **}, which take any number of segments.
     *
     * @param template begins with a slash
     * @return the predicate
     */
    public static Expression<Request> path(String template) {
        return Words.ALL.flag("Path", template);
    }

    /**
     * Requests for a path and all below it, by whole segments.
     *
     * @param prefix begins with a slash; a slash at its end makes no difference
     * @return the predicate
     */
    public static Expression<Request> pathPrefix(String prefix) {
        return Words.ALL.flag("PathPrefix", prefix);
    }

    /**
     * Requests for paths in whose normal form an expression of RE2 matches; its named groups are captures.
     *
     * @param regex in the syntax of RE2, found anywhere: anchor it to match the whole
     * @return the predicate
     */
    public static Expression<Request> pathRegexp(String regex) {
        return Words.ALL.flag("PathRegexp", regex);
    }

    /**
     * Requests whose origin's address is in a range, such as {@code 10.0.0.0/8}.
     *
     * @param range an address, or address/bits
     * @return the predicate
     */
    public static Expression<Request> client(String range) {
        return Words.ALL.flag("ClientIP", range);
    }

    /**
     * Requests over connections whose other end is in a range.
     *
     * @param range an address, or address/bits
     * @return the predicate
     */
    public static Expression<Request> peer(String range) {
        return Words.ALL.flag("PeerIP", range);
    }

    /**
     * Requests with a header.
     *
     * @param name of the field, parameter or cookie
     * @return the predicate
     */
    public static Expression<Request> hasHeader(String name) {
        return Words.ALL.flag("Header", name);
    }

    /**
     * Requests with a header of a value, letter for letter.
     *
     * @param name of the field, parameter or cookie
     * @param value compared as it is; a query's after decoding
     * @return the predicate
     */
    public static Expression<Request> header(String name, String value) {
        return Words.ALL.flag("Header", name, value);
    }

    /**
     * Requests with a header whose value begins with a text.
     *
     * @param name of the field, parameter or cookie
     * @param prefix the beginning
     * @return the predicate
     */
    public static Expression<Request> headerPrefix(String name, String prefix) {
        return Words.ALL.flag("HeaderPrefix", name, prefix);
    }

    /**
     * Requests with a header in whose value a text is.
     *
     * @param name of the field, parameter or cookie
     * @param text compared as it is
     * @return the predicate
     */
    public static Expression<Request> headerContains(String name, String text) {
        return Words.ALL.flag("HeaderContains", name, text);
    }

    /**
     * Requests with a header in whose value an expression of RE2 matches.
     *
     * @param name of the field, parameter or cookie
     * @param regex in the syntax of RE2, found anywhere: anchor it to match the whole
     * @return the predicate
     */
    public static Expression<Request> headerRegexp(String name, String regex) {
        return Words.ALL.flag("HeaderRegexp", name, regex);
    }

    /**
     * Requests with a query parameter.
     *
     * @param name of the field, parameter or cookie
     * @return the predicate
     */
    public static Expression<Request> hasQuery(String name) {
        return Words.ALL.flag("Query", name);
    }

    /**
     * Requests with a query parameter of a value, letter for letter.
     *
     * @param name of the field, parameter or cookie
     * @param value compared as it is; a query's after decoding
     * @return the predicate
     */
    public static Expression<Request> query(String name, String value) {
        return Words.ALL.flag("Query", name, value);
    }

    /**
     * Requests with a query parameter whose value begins with a text.
     *
     * @param name of the field, parameter or cookie
     * @param prefix the beginning
     * @return the predicate
     */
    public static Expression<Request> queryPrefix(String name, String prefix) {
        return Words.ALL.flag("QueryPrefix", name, prefix);
    }

    /**
     * Requests with a query parameter in whose value a text is.
     *
     * @param name of the field, parameter or cookie
     * @param text compared as it is
     * @return the predicate
     */
    public static Expression<Request> queryContains(String name, String text) {
        return Words.ALL.flag("QueryContains", name, text);
    }

    /**
     * Requests with a query parameter in whose value an expression of RE2 matches.
     *
     * @param name of the field, parameter or cookie
     * @param regex in the syntax of RE2, found anywhere: anchor it to match the whole
     * @return the predicate
     */
    public static Expression<Request> queryRegexp(String name, String regex) {
        return Words.ALL.flag("QueryRegexp", name, regex);
    }

    /**
     * Requests with a cookie.
     *
     * @param name of the field, parameter or cookie
     * @return the predicate
     */
    public static Expression<Request> hasCookie(String name) {
        return Words.ALL.flag("Cookie", name);
    }

    /**
     * Requests with a cookie of a value, letter for letter.
     *
     * @param name of the field, parameter or cookie
     * @param value compared as it is; a query's after decoding
     * @return the predicate
     */
    public static Expression<Request> cookie(String name, String value) {
        return Words.ALL.flag("Cookie", name, value);
    }

    /**
     * Requests with a cookie whose value begins with a text.
     *
     * @param name of the field, parameter or cookie
     * @param prefix the beginning
     * @return the predicate
     */
    public static Expression<Request> cookiePrefix(String name, String prefix) {
        return Words.ALL.flag("CookiePrefix", name, prefix);
    }

    /**
     * Requests with a cookie in whose value a text is.
     *
     * @param name of the field, parameter or cookie
     * @param text compared as it is
     * @return the predicate
     */
    public static Expression<Request> cookieContains(String name, String text) {
        return Words.ALL.flag("CookieContains", name, text);
    }

    /**
     * Requests with a cookie in whose value an expression of RE2 matches.
     *
     * @param name of the field, parameter or cookie
     * @param regex in the syntax of RE2, found anywhere: anchor it to match the whole
     * @return the predicate
     */
    public static Expression<Request> cookieRegexp(String name, String regex) {
        return Words.ALL.flag("CookieRegexp", name, regex);
    }

    /**
     * Requests over connections whose client has a certificate for a name, in mutual TLS.
     *
     * @param name its subject, such as {@code CN=alice,O=Example}, or one of its alternative names
     * @return the predicate
     */
    public static Expression<Request> clientCert(String name) {
        return Words.ALL.flag("ClientCert", name);
    }

    /**
     * Requests over connections whose client has one certificate, in mutual TLS.
     *
     * @param sha256 its fingerprint in hexadecimal digits, with colons or without
     * @return the predicate
     */
    public static Expression<Request> clientCertFingerprint(String sha256) {
        return Words.ALL.flag("ClientCertFingerprint", sha256);
    }

    /**
     * Requests from an instant on.
     *
     * @param from the first instant
     * @return the predicate
     */
    public static Expression<Request> after(Instant from) {
        return Words.ALL.flag("After", from.toString());
    }

    /**
     * Requests before an instant.
     *
     * @param until the first instant that is too late
     * @return the predicate
     */
    public static Expression<Request> before(Instant until) {
        return Words.ALL.flag("Before", until.toString());
    }

    /**
     * Requests from an instant on and before another.
     *
     * @param from the first instant
     * @param until the first instant that is too late
     * @return the predicate
     */
    public static Expression<Request> between(Instant from, Instant until) {
        return Words.ALL.flag("Between", from.toString(), until.toString());
    }

    /**
     * A share of the requests. One number from 0 to 99 is drawn for each request, and compared with all shares that
     * it meets: the first route with a share of 20 and the next with one of 50 get 20 and 30 of 100.
     *
     * @param percent 0 to 100
     * @return the predicate
     */
    public static Expression<Request> share(int percent) {
        return Words.ALL.flag("Share", percent);
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
        return Words.ALL.flag("Share", percent, key);
    }
}
