package dev.sluice.server;

import dev.sluice.core.MessageLimits;
import dev.sluice.core.options.Mistakes;
import dev.sluice.core.peer.Trust;
import dev.sluice.core.syntax.Cidr;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The limits and timeouts of clients at the wire host. Immutable and thread-safe.
 *
 * @param limits the limits of heads and trailers; above them the client sees 414, 431 or 400
 * @param headTimeout the longest time from the first byte of a head (from the accept for the first one) to its end;
 *     when it is over the client sees 408; default 10 s
 * @param bodyTimeout the longest wait for the next bytes of a request's body (the client sees 408), and for each write
 *     of a response (the transfer is broken off); default 30 s
 * @param minRequestRate the least rate of a request's body in bytes a second, while a read waits for it and until the
 *     response begins; below it the client sees 408; 0 for none; default 240, as in Kestrel
 * @param minResponseRate the least rate in bytes a second at which a client takes a response, while a write waits for it;
 *     below it the transfer is broken off; 0 for none; default 240. Bytes in the kernel's buffer count as taken
 * @param rateWindow how long an exchange may be below a least rate, in waiting time; at most a day; default 30 s
 * @param idleTimeout the longest time between two requests, after which the connection is closed; default 60 s
 * @param tunnelIdleTimeout the longest time without bytes in a tunnel, after which both connections are closed; zero,
 *     the default, for none
 * @param maxBody the largest body of a request in bytes; above it the client sees 413; -1, the default, for no limit
 * @param lingerTimeout how long a connection is still read from after it was half closed, so that the client receives
 *     the last response (RFC 9112 §9.6); default 2 s
 * @param memory the most bytes that tunnels and heads above 4 KiB of all clients of the listener may hold together;
 *     above it the client sees 503; empty, the default, for a quarter of the maximum heap
 * @param proxyProtocolFrom the peers that must send a PROXY protocol header. If there are any, other peers are
 *     disconnected; default none
 * @param trust the trusted proxies, whose forwarded fields are believed; default none
 * @param clientCertificates whether requests carry the certificate of their client in {@code Client-Cert} (RFC 9440),
 *     and the rest of its chain in {@code Client-Cert-Chain}; default false. Those that a client sends itself are always
 *     removed, unless it is a trusted proxy
 * @param http2 whether clients may speak HTTP/2: by ALPN with TLS, by prior knowledge without it; default true
 * @param http2Limits what they are granted there, beside the limits above
 */
public record WireOptions(
        MessageLimits limits,
        Duration headTimeout,
        Duration bodyTimeout,
        long minRequestRate,
        long minResponseRate,
        Duration rateWindow,
        Duration idleTimeout,
        Duration tunnelIdleTimeout,
        long maxBody,
        Duration lingerTimeout,
        Optional<Long> memory,
        List<Cidr> proxyProtocolFrom,
        Trust trust,
        boolean clientCertificates,
        boolean http2,
        Http2Limits http2Limits) {
    private static final Duration DAY = Duration.ofDays(1);

    /** Checks the options; throws all mistakes at once. */
    public WireOptions {
        Mistakes mistakes = new Mistakes();
        positive(mistakes, "headTimeout", headTimeout);
        positive(mistakes, "bodyTimeout", bodyTimeout);
        mistakes.unless(minRequestRate >= 0, "minRequestRate must be 0 or more, is " + minRequestRate);
        mistakes.unless(minResponseRate >= 0, "minResponseRate must be 0 or more, is " + minResponseRate);
        positive(mistakes, "rateWindow", rateWindow);
        mistakes.unless(rateWindow.compareTo(DAY) <= 0, "rateWindow must be at most a day, is " + rateWindow);
        positive(mistakes, "idleTimeout", idleTimeout);
        positive(mistakes, "lingerTimeout", lingerTimeout);
        mistakes.unless(
                !tunnelIdleTimeout.isNegative(), "tunnelIdleTimeout must not be negative, is " + tunnelIdleTimeout);
        mistakes.unless(maxBody >= -1, "maxBody must be -1 or more, is " + maxBody);
        mistakes.unless(memory.orElse(0L) >= 0, "memory must be 0 or more, is " + memory.orElse(0L));
        mistakes.throwIfAny();
        proxyProtocolFrom = List.copyOf(proxyProtocolFrom);
    }

    /** The budget that holds. */
    long budget() {
        return memory.orElse(Runtime.getRuntime().maxMemory() / 4);
    }

    private static void positive(Mistakes mistakes, String option, Duration value) {
        mistakes.unless(value.isPositive(), option + " must be positive, is " + value);
    }

    /**
     * The defaults.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private MessageLimits limits = MessageLimits.DEFAULT;
        private Duration headTimeout = Duration.ofSeconds(10);
        private Duration bodyTimeout = Duration.ofSeconds(30);
        private long minRequestRate = 240;
        private long minResponseRate = 240;
        private Duration rateWindow = Duration.ofSeconds(30);
        private Duration idleTimeout = Duration.ofSeconds(60);
        private Duration tunnelIdleTimeout = Duration.ZERO;
        private long maxBody = -1;
        private Duration lingerTimeout = Duration.ofSeconds(2);
        private Optional<Long> memory = Optional.empty();
        private List<Cidr> proxyProtocolFrom = List.of();
        private Trust trust = Trust.NOBODY;
        private boolean clientCertificates;
        private boolean http2 = true;
        private Http2Limits http2Limits = Http2Limits.DEFAULT;

        private Builder() {}

        /**
         * Sets the limits of heads.
         *
         * @param value line, head, fields, trailers
         * @return this
         */
        public Builder limits(MessageLimits value) {
            limits = value;
            return this;
        }

        /**
         * Sets the timeout of heads.
         *
         * @param value positive
         * @return this
         */
        public Builder headTimeout(Duration value) {
            headTimeout = value;
            return this;
        }

        /**
         * Sets the timeout of progress in bodies.
         *
         * @param value positive
         * @return this
         */
        public Builder bodyTimeout(Duration value) {
            bodyTimeout = value;
            return this;
        }

        /**
         * Sets how fast the body of a request must come. Only time in which a read waits for the client counts.
         *
         * @param bytesPerSecond 0 for no rate
         * @return this
         */
        public Builder minRequestRate(long bytesPerSecond) {
            minRequestRate = bytesPerSecond;
            return this;
        }

        /**
         * Sets how fast a client must take a response. Only time in which a write waits for the client counts: one that
         * has been sent all there is so far is not slow.
         *
         * @param bytesPerSecond 0 for no rate
         * @return this
         */
        public Builder minResponseRate(long bytesPerSecond) {
            minResponseRate = bytesPerSecond;
            return this;
        }

        /**
         * Sets how long a client may be slower than the rates, in one exchange and direction.
         *
         * @param value positive, at most a day
         * @return this
         */
        public Builder rateWindow(Duration value) {
            rateWindow = value;
            return this;
        }

        /**
         * Sets how long a connection may be idle between requests.
         *
         * @param value positive
         * @return this
         */
        public Builder idleTimeout(Duration value) {
            idleTimeout = value;
            return this;
        }

        /**
         * Sets how long a tunnel may be idle.
         *
         * @param value zero for no limit
         * @return this
         */
        public Builder tunnelIdleTimeout(Duration value) {
            tunnelIdleTimeout = value;
            return this;
        }

        /**
         * Sets the limit of a request's body.
         *
         * @param bytes -1 for none
         * @return this
         */
        public Builder maxBody(long bytes) {
            maxBody = bytes;
            return this;
        }

        /**
         * Sets how long a connection is read from after it was half closed.
         *
         * @param value positive
         * @return this
         */
        public Builder lingerTimeout(Duration value) {
            lingerTimeout = value;
            return this;
        }

        /**
         * Sets the most bytes that tunnels and large heads of all clients may hold together.
         *
         * @param bytes 0 or more
         * @return this
         */
        public Builder memory(long bytes) {
            memory = Optional.of(bytes);
            return this;
        }

        /**
         * Requires a PROXY protocol header (v1 or v2) on every connection, and serves only these peers.
         *
         * @param peers the peers
         * @return this
         */
        public Builder proxyProtocolFrom(List<Cidr> peers) {
            proxyProtocolFrom = peers;
            return this;
        }

        /**
         * Sets the trusted proxies, whose forwarded fields are believed.
         *
         * @param value the proxies in front of this listener
         * @return this
         */
        public Builder trust(Trust value) {
            trust = value;
            return this;
        }

        /**
         * Lets requests carry the certificate of their client (RFC 9440).
         *
         * @param value false, the default, for not
         * @return this
         */
        public Builder clientCertificates(boolean value) {
            clientCertificates = value;
            return this;
        }

        /**
         * Sets whether clients may speak HTTP/2. In a WebServer of one's own Helidon's HTTP/2 takes them, if they may not
         * and it is there.
         *
         * @param value true, the default, for ALPN with TLS and prior knowledge without it
         * @return this
         */
        public Builder http2(boolean value) {
            http2 = value;
            return this;
        }

        /**
         * Sets what clients are granted on a connection of HTTP/2.
         *
         * @param value streams, windows and how many useless frames
         * @return this
         */
        public Builder http2Limits(Http2Limits value) {
            http2Limits = value;
            return this;
        }

        /**
         * The options.
         *
         * @return immutable
         * @throws IllegalArgumentException naming every mistake
         */
        public WireOptions build() {
            return new WireOptions(
                    limits,
                    headTimeout,
                    bodyTimeout,
                    minRequestRate,
                    minResponseRate,
                    rateWindow,
                    idleTimeout,
                    tunnelIdleTimeout,
                    maxBody,
                    lingerTimeout,
                    memory,
                    proxyProtocolFrom,
                    trust,
                    clientCertificates,
                    http2,
                    http2Limits);
        }
    }
}
