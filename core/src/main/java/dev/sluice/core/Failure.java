package dev.sluice.core;

import io.helidon.http.Status;
import java.util.Locale;

/**
 * What went wrong on the network, as a value: retry, breaker and rebalancer all look at this one thing.
 *
 * <p>The status of each is the fixed map of the gateway: 499 client gone, 502 upstream, 503 nothing to send to, 504
 * timeout, 413 and 408 for the client's body.
 */
public sealed interface Failure {
    /** How much of the request had left for the upstream. One of which nothing was processed may always be repeated. */
    enum Sent {
        /**
         * The upstream has processed nothing of it, which is proven, so that it may be sent elsewhere whatever its method,
         * and outside any budget of retries. The proofs, and there are no others:
         *
         * <ul>
         *   <li>no upstream was picked, or there was no place in its pool or in the line for one
         *   <li>no connection came about: unknown name, refused, unreachable, timed out, no tunnel from an outbound proxy, TLS
         *       failed before it was established
         *   <li>the attempt was stopped before its first byte was handed to a connection
         *   <li>with HTTP/2: {@code REFUSED_STREAM}, or a {@code GOAWAY} whose last stream is an earlier one (RFC 9113 §8.7)
         * </ul>
         *
         * <p>An idle connection that was closed before a byte of an answer proves nothing: the upstream may have acted and
         * then closed. Such a request has the amount that was sent.
         */
        NOTHING,
        /** The head, or a part of it. */
        HEAD,
        /** The head and some of the body. */
        PART_OF_BODY,
        /** The whole request. */
        ALL
    }

    /** What was being waited for when a deadline passed. */
    enum Phase {
        /** A free connection or a place in the queue of the pool. */
        POOL,
        /** The address of the upstream and the TCP connection to it. */
        CONNECT,
        /** The TLS handshake with the upstream. */
        TLS,
        /** The head of the upstream's response. */
        RESPONSE,
        /** The next bytes of the upstream's response, or the upstream's reading of the next bytes of the request. */
        BETWEEN_BYTES,
        /** The head of the response, from the pick of the upstream on: more than one attempt may take. */
        ATTEMPT,
        /** The head of the final response, over all attempts: the {@link RequestDeadline} of the request has passed. */
        TOTAL
    }

    /** Whose message was at fault. */
    enum Side {
        /** The client's request. */
        REQUEST,
        /** The upstream's response. */
        RESPONSE
    }

    /**
     * How much of the request had left.
     *
     * @return what was sent
     */
    default Sent sent() {
        return Sent.NOTHING;
    }

    /**
     * The status a client sees if no byte of a response has been sent.
     *
     * @return the status
     */
    Status status();

    /**
     * A short word for logs and metrics, such as {@code connect-failed}, that never changes.
     *
     * @return the word, in lower case with hyphens
     */
    String reason();

    /**
     * Whether the network between the gateway and the upstream failed: oxy's {@code IsNetworkError()}, but never an
     * upstream's own 502 or 504.
     *
     * @return true for refused, reset, garbled and timed out; false if the time of an attempt, or of the whole, has passed
     *     while the client may have been the slow one
     */
    default boolean network() {
        return this instanceof ConnectFailed
                || this instanceof UpstreamBroken
                || (this instanceof TimedOut timeout && timeout.isUpstreams());
    }

    /**
     * Whether no connection to the upstream came about, so that another one may be picked at once.
     *
     * @return true for an unknown name, refused, no TLS, and too slow in any of these
     */
    default boolean unreached() {
        return this instanceof ConnectFailed
                || (this instanceof TimedOut timeout
                        && (timeout.phase() == Phase.CONNECT || timeout.phase() == Phase.TLS));
    }

    /**
     * No connection could be made.
     *
     * @param detail for the log, never for the client
     */
    record ConnectFailed(String detail) implements Failure {
        @Override
        public Status status() {
            return Status.BAD_GATEWAY_502;
        }

        @Override
        public String reason() {
            return "connect-failed";
        }
    }

    /**
     * The upstream was too slow.
     *
     * @param phase what was waited for
     * @param sent how much of the request had left
     */
    record TimedOut(Phase phase, Sent sent) implements Failure {
        /**
         * Whether the upstream was waited for. While the body was still being sent, it may have been the client, and
         * before anything was sent the total may have been used up by others.
         */
        private boolean isUpstreams() {
            return switch (phase) {
                case TOTAL -> sent == Sent.ALL;
                case ATTEMPT -> sent == Sent.ALL || sent == Sent.NOTHING;
                default -> true;
            };
        }

        @Override
        public Status status() {
            return Status.GATEWAY_TIMEOUT_504;
        }

        @Override
        public String reason() {
            return "timeout-" + phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * The upstream reset the connection, ended early or sent what is not HTTP.
     *
     * @param detail for the log, never for the client
     * @param sent how much of the request had left
     */
    record UpstreamBroken(String detail, Sent sent) implements Failure {
        @Override
        public Status status() {
            return Status.BAD_GATEWAY_502;
        }

        @Override
        public String reason() {
            return "upstream-broken";
        }
    }

    /**
     * The client left before the end.
     *
     * @param sent how much of the request had left for the upstream
     */
    record ClientGone(Sent sent) implements Failure {
        private static final Status CLIENT_CLOSED_REQUEST = Status.create(499, "Client Closed Request");

        @Override
        public Status status() {
            return CLIENT_CLOSED_REQUEST;
        }

        @Override
        public String reason() {
            return "client-gone";
        }
    }

    /**
     * The client's body does not follow its framing (400), or came too slowly (408).
     *
     * @param status 400 or 408
     * @param detail for the log
     */
    record ClientBroken(Status status, String detail) implements Failure {
        @Override
        public Sent sent() {
            return Sent.PART_OF_BODY;
        }

        @Override
        public String reason() {
            return status.code() == Status.REQUEST_TIMEOUT_408_CODE ? "client-too-slow" : "client-broken";
        }
    }

    /**
     * There is no upstream to send to.
     *
     * @param detail which pool and why
     */
    record NoUpstream(String detail) implements Failure {
        @Override
        public Status status() {
            return Status.SERVICE_UNAVAILABLE_503;
        }

        @Override
        public String reason() {
            return "no-upstream";
        }
    }

    /**
     * A bounded queue of the gateway is full.
     *
     * @param detail which one
     */
    record Overloaded(String detail) implements Failure {
        @Override
        public Status status() {
            return Status.SERVICE_UNAVAILABLE_503;
        }

        @Override
        public String reason() {
            return "overloaded";
        }
    }

    /**
     * The gateway stops, and the time of its drain was over before the exchange was.
     *
     * @param sent how much of the request had left for the upstream
     */
    record DrainOver(Sent sent) implements Failure {
        @Override
        public Status status() {
            return Status.SERVICE_UNAVAILABLE_503;
        }

        @Override
        public String reason() {
            return "drain-over";
        }
    }

    /**
     * A body is larger than a limit: the client's 413, the upstream's 502.
     *
     * @param side whose body
     * @param limit the limit in bytes
     * @param sent how much of the request had left
     */
    record BodyTooLarge(Side side, long limit, Sent sent) implements Failure {
        @Override
        public Status status() {
            return side == Side.REQUEST ? Status.REQUEST_ENTITY_TOO_LARGE_413 : Status.BAD_GATEWAY_502;
        }

        @Override
        public String reason() {
            return side == Side.REQUEST ? "request-too-large" : "response-too-large";
        }
    }
}
