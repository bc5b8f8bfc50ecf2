package dev.sluice.core;

import java.util.List;

/**
 * Why the gateway answered by itself: the words that stand in {@link Provenance#reason()}, in trace lines, metrics and
 * rendered errors. Stable: a word is never given another meaning. The page {@code docs/errors.md} explains each.
 */
public final class Reason {
    /** A range of addresses is kept out: 403. */
    public static final String ACCESS_DENIED = "access-denied";
    /** No credentials, or wrong ones: 401. */
    public static final String UNAUTHORIZED = "unauthorized";
    /** Credentials that are known and not enough: 403. */
    public static final String FORBIDDEN = "forbidden";
    /** A rate is used up: 429. */
    public static final String RATE_LIMITED = "rate-limited";
    /** Too many exchanges under way: 429. */
    public static final String CONNECTION_LIMITED = "connection-limited";
    /** A request was refused for the sake of others, before a limit was reached: 503. */
    public static final String SHED = "shed";
    /** A circuit breaker is tripped: 503, or its fallback. */
    public static final String CIRCUIT_OPEN = "circuit-open";
    /** A CORS preflight was answered: 204. */
    public static final String CORS_PREFLIGHT = "cors-preflight";
    /** The client was sent elsewhere: 301, 302, 307 or 308. */
    public static final String REDIRECTED = "redirected";
    /** A route answers by itself. */
    public static final String RESPONDED = "responded";
    /** A file is read by GET and HEAD only: 405. */
    public static final String METHOD_NOT_ALLOWED = "method-not-allowed";
    /** A file that is asked for is not there: 404. */
    public static final String NO_FILE = "no-file";
    /** A file is not in the state that a request demands: 412. */
    public static final String PRECONDITION_FAILED = "precondition-failed";
    /** A file has not the part that is asked for: 416. */
    public static final String RANGE_NOT_SATISFIABLE = "range-not-satisfiable";
    /** Something is under repair: 503. */
    public static final String MAINTENANCE = "maintenance";
    /** {@code Max-Forwards} has come to 0 (RFC 9110 §7.6.2): 200. */
    public static final String MAX_FORWARDS = "max-forwards";
    /** The request has been here before: 508. */
    public static final String LOOP = "loop";
    /** A target that a router and an upstream could read differently: 400. */
    public static final String AMBIGUOUS_TARGET = "ambiguous-target";
    /** A body of unknown length that is too long to be measured, for an upstream that speaks HTTP/1.0: 411. */
    public static final String LENGTH_REQUIRED = "length-required";
    /**
     * An upgrade that the upstream does not have: 501 if it speaks HTTP/2 only, without such tunnels (RFC 8441); 502 if a
     * client of HTTP/2 would take a success without a tunnel for one.
     */
    public static final String NO_TUNNEL = "no-tunnel";
    /** No route takes the request: 404. */
    public static final String NO_ROUTE = "no-route";
    /** A step threw, which is a bug: 500. */
    public static final String BUG = "bug";

    private Reason() {}

    /**
     * All words of the gateway's own, but for those of a {@link Failure} and {@code refused-} with a status code.
     *
     * @return in alphabetical order
     */
    public static List<String> all() {
        return List.of(
                ACCESS_DENIED,
                AMBIGUOUS_TARGET,
                BUG,
                CIRCUIT_OPEN,
                CONNECTION_LIMITED,
                CORS_PREFLIGHT,
                FORBIDDEN,
                LENGTH_REQUIRED,
                LOOP,
                MAINTENANCE,
                MAX_FORWARDS,
                METHOD_NOT_ALLOWED,
                NO_FILE,
                NO_ROUTE,
                NO_TUNNEL,
                PRECONDITION_FAILED,
                RANGE_NOT_SATISFIABLE,
                RATE_LIMITED,
                REDIRECTED,
                RESPONDED,
                SHED,
                UNAUTHORIZED);
    }
}
