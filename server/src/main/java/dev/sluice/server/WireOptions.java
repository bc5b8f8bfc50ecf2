package dev.sluice.server;

import dev.sluice.core.Cidr;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.Mistakes;
import dev.sluice.core.Trust;
import java.time.Duration;
import java.util.List;

/**
 * What the wire host grants a client. Immutable and thread-safe.
 *
 * @param limits of heads and trailers: 414, 431, 400
 * @param headTimeout from the first byte of a head, or from the accept, to its empty line: 408; default 10 s
 * @param bodyTimeout for each next part of a request's body (408) and each write of a response (broken); default 30 s
 * @param idleTimeout between two requests; closed silently; default 60 s
 * @param tunnelIdleTimeout for a tunnel in which no byte moves: both ends are closed; zero, the default, for none
 * @param maxBody bytes of a request's body: 413; -1, the default, for no limit
 * @param lingerTimeout how long a closed connection is read on so that the last answer arrives; default 2 s
 * @param memory bytes that heads beyond 4 KiB and tunnels may hold together, of all clients of the listener: 503;
 *     default a quarter of the greatest heap
 * @param proxyProtocolFrom peers that must send a PROXY protocol header; others are then cut; empty for none
 * @param trust whose word is believed about who a client is; default nobody's
 */
public record WireOptions(
        MessageLimits limits,
        Duration headTimeout,
        Duration bodyTimeout,
        Duration idleTimeout,
        Duration tunnelIdleTimeout,
        long maxBody,
        Duration lingerTimeout,
        long memory,
        List<Cidr> proxyProtocolFrom,
        Trust trust) {
    /** Names every mistake at once. */
    public WireOptions {
        Mistakes mistakes = new Mistakes();
        positive(mistakes, "headTimeout", headTimeout);
        positive(mistakes, "bodyTimeout", bodyTimeout);
        positive(mistakes, "idleTimeout", idleTimeout);
        positive(mistakes, "lingerTimeout", lingerTimeout);
        mistakes.unless(
                !tunnelIdleTimeout.isNegative(), "tunnelIdleTimeout must not be negative, is " + tunnelIdleTimeout);
        mistakes.unless(maxBody >= -1, "maxBody must be -1 or more, is " + maxBody);
        mistakes.unless(memory >= 0, "memory must be 0 or more, is " + memory);
        mistakes.throwIfAny();
        proxyProtocolFrom = List.copyOf(proxyProtocolFrom);
    }

    private static void positive(Mistakes mistakes, String option, Duration value) {
        mistakes.unless(value.isPositive(), option + " must be positive, is " + value);
    }

    /**
     * The defaults.
     *
     * @return a builder that holds them
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private MessageLimits limits = MessageLimits.DEFAULT;
        private Duration headTimeout = Duration.ofSeconds(10);
        private Duration bodyTimeout = Duration.ofSeconds(30);
        private Duration idleTimeout = Duration.ofSeconds(60);
        private Duration tunnelIdleTimeout = Duration.ZERO;
        private long maxBody = -1;
        private Duration lingerTimeout = Duration.ofSeconds(2);
        private long memory = Runtime.getRuntime().maxMemory() / 4;
        private List<Cidr> proxyProtocolFrom = List.of();
        private Trust trust = Trust.NOBODY;

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
         * Sets the deadline of a head.
         *
         * @param value positive
         * @return this
         */
        public Builder headTimeout(Duration value) {
            headTimeout = value;
            return this;
        }

        /**
         * Sets the deadline of progress in bodies.
         *
         * @param value positive
         * @return this
         */
        public Builder bodyTimeout(Duration value) {
            bodyTimeout = value;
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
         * @param value zero for ever
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
         * Sets how long a connection lingers.
         *
         * @param value positive
         * @return this
         */
        public Builder lingerTimeout(Duration value) {
            lingerTimeout = value;
            return this;
        }

        /**
         * Sets how much clients may make the gateway hold together beyond the buffers that each has anyway.
         *
         * @param bytes 0 or more
         * @return this
         */
        public Builder memory(long bytes) {
            memory = bytes;
            return this;
        }

        /**
         * Demands a PROXY protocol header (v1 or v2) of every connection, and serves only these peers.
         *
         * @param peers whom to trust
         * @return this
         */
        public Builder proxyProtocolFrom(List<Cidr> peers) {
            proxyProtocolFrom = peers;
            return this;
        }

        /**
         * Sets whose word is believed about who a client is.
         *
         * @param value the proxies in front of this listener
         * @return this
         */
        public Builder trust(Trust value) {
            trust = value;
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
                    idleTimeout,
                    tunnelIdleTimeout,
                    maxBody,
                    lingerTimeout,
                    memory,
                    proxyProtocolFrom,
                    trust);
        }
    }
}
