package dev.sluice.server;

import dev.sluice.server.accept.OpenFiles;
import io.helidon.common.tls.Tls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where and how a gateway listens. Immutable and thread-safe.
 *
 * @param address where to bind; port 0 takes a free one
 * @param wire limits and deadlines of clients
 * @param maxConnections clients at a time; further ones wait in the backlog; default: what the limit of open files
 *     allows, at most 16 384
 * @param drainTimeout how long {@code stop()} lets exchanges end; default 10 s
 * @param tls the listener's TLS; empty for plain text
 */
public record ListenOptions(
        InetSocketAddress address, WireOptions wire, int maxConnections, Duration drainTimeout, Optional<Tls> tls) {
    /** Names every mistake at once. */
    public ListenOptions {
        List<String> mistakes = new ArrayList<>();
        if (address.isUnresolved()) {
            mistakes.add("the address to listen at cannot be resolved: " + address.getHostString());
        }
        if (maxConnections < 1) {
            mistakes.add("maxConnections must be 1 or more, is " + maxConnections);
        }
        if (drainTimeout.isNegative()) {
            mistakes.add("drainTimeout must not be negative, is " + drainTimeout);
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
    }

    /**
     * The defaults: port 8080 on all addresses.
     *
     * @return a builder that holds them
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private InetSocketAddress address = new InetSocketAddress(8080);
        private WireOptions wire = WireOptions.builder().build();
        private int maxConnections = OpenFiles.connectionsAtMost();
        private Duration drainTimeout = Duration.ofSeconds(10);
        private Optional<Tls> tls = Optional.empty();

        private Builder() {}

        /**
         * Sets where to bind.
         *
         * @param value host and port; 0 takes a free port
         * @return this
         */
        public Builder address(InetSocketAddress value) {
            address = value;
            return this;
        }

        /**
         * Sets the port, on all addresses.
         *
         * @param value 0 takes a free one
         * @return this
         */
        public Builder port(int value) {
            address = new InetSocketAddress(value);
            return this;
        }

        /**
         * Sets limits and deadlines of clients.
         *
         * @param value the options
         * @return this
         */
        public Builder wire(WireOptions value) {
            wire = value;
            return this;
        }

        /**
         * Sets how many clients may be connected.
         *
         * @param value 1 or more
         * @return this
         */
        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        /**
         * Sets how long a stop waits.
         *
         * @param value zero for not at all
         * @return this
         */
        public Builder drainTimeout(Duration value) {
            drainTimeout = value;
            return this;
        }

        /**
         * Turns TLS on.
         *
         * @param value certificates, trust, client authentication
         * @return this
         */
        public Builder tls(Tls value) {
            tls = Optional.of(value);
            return this;
        }

        /**
         * The options.
         *
         * @return immutable
         * @throws IllegalArgumentException naming every mistake
         */
        public ListenOptions build() {
            return new ListenOptions(address, wire, maxConnections, drainTimeout, tls);
        }
    }
}
