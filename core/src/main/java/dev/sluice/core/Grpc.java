package dev.sluice.core;

import dev.sluice.core.syntax.Tokens;
import io.helidon.http.Status;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * What a gateway knows of gRPC (PROTOCOL-HTTP2 of gRPC) and gRPC-Web (PROTOCOL-WEB): which messages are theirs, how a
 * call has ended, and how much time it has. The messages inside the bodies are not looked at.
 *
 * <p>The status of a call is not that of HTTP, which is 200. It is the field {@code grpc-status}, a number of 0 (OK) to 16:
 * in the trailers, or in the head of a response without a body, which gRPC calls <em>Trailers-Only</em>.
 */
public final class Grpc {
    /** The field with the status of a call. */
    public static final String STATUS = "grpc-status";
    /** The field with a text about the status, percent-encoded. */
    public static final String MESSAGE = "grpc-message";
    /** The field of a request with the time that the call may take. */
    public static final String TIMEOUT = "grpc-timeout";

    /** Cancelled, typically by the client. */
    public static final int CANCELLED = 1;
    /** Anything that has no status of its own. */
    public static final int UNKNOWN = 2;
    /** The time of the call is over. */
    public static final int DEADLINE_EXCEEDED = 4;
    /** Known credentials do not suffice. */
    public static final int PERMISSION_DENIED = 7;
    /** A quota or a size is exceeded. */
    public static final int RESOURCE_EXHAUSTED = 8;
    /** There is no such method. */
    public static final int UNIMPLEMENTED = 12;
    /** A bug. */
    public static final int INTERNAL = 13;
    /** It cannot be served now. */
    public static final int UNAVAILABLE = 14;
    /** No credentials, or wrong ones. */
    public static final int UNAUTHENTICATED = 16;

    private static final int HIGHEST = 16;
    private static final String TYPE = "application/grpc";
    private static final String WEB_TYPE = "application/grpc-web";
    private static final String UNITS = "numSMH";
    private static final TimeUnit[] UNIT = {
        TimeUnit.NANOSECONDS,
        TimeUnit.MICROSECONDS,
        TimeUnit.MILLISECONDS,
        TimeUnit.SECONDS,
        TimeUnit.MINUTES,
        TimeUnit.HOURS
    };
    private static final int MOST_DIGITS = 8;
    private static final long MOST = 99_999_999;

    private Grpc() {}

    /** Which gRPC a message is of. */
    enum Kind {
        NONE,
        NATIVE,
        WEB;

        /** By the media type. */
        static Kind of(Fields fields) {
            int type = fields.indexOf(FieldNames.CONTENT_TYPE, 0);
            if (type < 0 || !fields.startsWith(type, TYPE)) {
                return NONE;
            }
            return fields.startsWith(type, WEB_TYPE) ? WEB : NATIVE;
        }
    }

    /**
     * Whether a message is of gRPC itself.
     *
     * @param fields of a request or of a response
     * @return true for {@code application/grpc}, alone or with a suffix such as {@code +proto}
     */
    public static boolean isNative(Fields fields) {
        return fields.calls() == Kind.NATIVE;
    }

    /**
     * Whether a message is of gRPC-Web.
     *
     * @param fields of a request or of a response
     * @return true for {@code application/grpc-web} and {@code application/grpc-web-text}, with any suffix
     */
    public static boolean isWeb(Fields fields) {
        return fields.calls() == Kind.WEB;
    }

    /**
     * Whether a message is of either.
     *
     * @param fields of a request or of a response
     * @return true for every type that begins with {@code application/grpc}
     */
    public static boolean isIn(Fields fields) {
        return fields.calls() != Kind.NONE;
    }

    /**
     * The status of a call, if the response tells it already.
     *
     * @param response of any kind
     * @return that of the head or, once the body was read, of its trailers; {@link #UNKNOWN} for a number that gRPC does not
     *     know; empty if there is none, as in every response that is not of gRPC
     */
    public static OptionalInt status(Response response) {
        if (!isIn(response.fields())) {
            return OptionalInt.empty();
        }
        OptionalInt inHead = status(response.fields());
        return inHead.isPresent() ? inHead : status(response.trailers());
    }

    /**
     * The status in a head or in trailers.
     *
     * @param fields of either
     * @return empty if there is none; {@link #UNKNOWN} for what gRPC does not know
     */
    public static OptionalInt status(Fields fields) {
        int index = fields.indexOf(STATUS, 0);
        if (index < 0) {
            return OptionalInt.empty();
        }
        long status = Tokens.number(fields.value(index), 2);
        return OptionalInt.of(status < 0 || status > HIGHEST ? UNKNOWN : (int) status);
    }

    /**
     * The status of HTTP that a response counts as, for everybody who judges upstreams by it: of a call that has failed, the
     * one that a server of HTTP would have sent. Statuses that speak of the request rather than of the server, such as
     * NOT_FOUND, do not count as failures.
     *
     * @param response of any kind
     * @return 504 for DEADLINE_EXCEEDED, 500 for INTERNAL, 503 for UNAVAILABLE; else the status of the response itself
     */
    public static int countedStatus(Response response) {
        return switch (status(response).orElse(0)) {
            case DEADLINE_EXCEEDED -> Status.GATEWAY_TIMEOUT_504_CODE;
            case INTERNAL -> Status.INTERNAL_SERVER_ERROR_500_CODE;
            case UNAVAILABLE -> Status.SERVICE_UNAVAILABLE_503_CODE;
            default -> response.status().code();
        };
    }

    /**
     * Whether a status tells that the server has failed, rather than what was asked of it.
     *
     * @param status of a call
     * @return true for DEADLINE_EXCEEDED, INTERNAL and UNAVAILABLE
     */
    public static boolean isFailure(int status) {
        return status == DEADLINE_EXCEEDED || status == INTERNAL || status == UNAVAILABLE;
    }

    /**
     * The time that a call may take, from its request on.
     *
     * @param request of any kind
     * @return in nanoseconds; {@link Long#MAX_VALUE} if it states none, or what gRPC cannot read
     */
    public static long timeout(Request request) {
        if (!"POST".equals(request.method()) || !isIn(request.fields())) {
            return Long.MAX_VALUE;
        }
        int index = request.fields().indexOf(TIMEOUT, 0);
        return index < 0 ? Long.MAX_VALUE : timeout(request.fields().value(index));
    }

    /**
     * Reads a time as it stands in {@code grpc-timeout}: at most eight digits, and a unit.
     *
     * @param value such as {@code 250m}
     * @return in nanoseconds; {@link Long#MAX_VALUE} if it is none
     */
    public static long timeout(String value) {
        int last = value.length() - 1;
        int unit = last < 1 ? -1 : UNITS.indexOf(value.charAt(last));
        long number = unit < 0 ? -1 : Tokens.number(value.substring(0, last), MOST_DIGITS);
        return number < 0 ? Long.MAX_VALUE : UNIT[unit].toNanos(number);
    }

    /**
     * Writes a time in the smallest unit that eight digits suffice for, rounded down.
     *
     * @param nanos 0 or more
     * @return such as {@code 250000u}
     */
    public static String timeout(long nanos) {
        int unit = 0;
        while (UNIT[unit].convert(nanos, TimeUnit.NANOSECONDS) > MOST) {
            unit++;
        }
        return UNIT[unit].convert(nanos, TimeUnit.NANOSECONDS) + UNITS.substring(unit, unit + 1);
    }
}
