package dev.sluice.server;

import dev.sluice.core.Mistakes;
import dev.sluice.server.accept.Capacity;
import dev.sluice.server.accept.TlsProof;
import io.helidon.common.tls.Tls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where and how a gateway listens. Immutable and thread-safe.
 *
 * @param address where to bind; port 0 takes a free one
 * @param wire limits and deadlines of clients
 * @param maxConnections clients at a time, handshakes included; further ones wait in the backlog; default: what the
 *     limit of open files and the heap allow, at most 16 384; more than there can be is reduced at the start, with a
 *     warning
 * @param drainDelay how long {@code stop()} goes on accepting and answering before it drains, so that balancers can see
 *     that it is not ready any more; default zero
 * @param drainTimeout how long {@code stop()} lets exchanges end; an idle connection is given half of it, but not more
 *     than 500 ms, for one more request; default 10 s
 * @param tls the listener's TLS; empty for plain text. A private key that is not the certificate's and a certificate
 *     that has expired are mistakes: a handshake in memory tells
 */
public record ListenOptions(
        InetSocketAddress address,
        WireOptions wire,
        int maxConnections,
        Duration drainDelay,
        Duration drainTimeout,
        Optional<Tls> tls) {
    /** Names every mistake at once. */
    public ListenOptions {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(
                !address.isUnresolved(), "the address to listen at cannot be resolved: " + address.getHostString());
        mistakes.unless(maxConnections >= 1, "maxConnections must be 1 or more, is " + maxConnections);
        mistakes.unless(!drainDelay.isNegative(), "drainDelay must not be negative, is " + drainDelay);
        mistakes.unless(!drainTimeout.isNegative(), "drainTimeout must not be negative, is " + drainTimeout);
        tls.flatMap(TlsProof::mistake).ifPresent(wrong -> mistakes.add("tls: " + wrong));
        mistakes.throwIfAny();
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
        private OptionalInt maxConnections = OptionalInt.empty();
        private int descriptorsPerExchange = 2;
        private Duration drainDelay = Duration.ZERO;
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
            maxConnections = OptionalInt.of(value);
            return this;
        }

        /**
         * Sets how many file descriptors an exchange may need, for the default of {@link #maxConnections}; default 2,
         * the client's connection and an upstream's.
         *
         * @param value 1 or more; {@code buffer}, which may spill both bodies to disk, needs two more
         * @return this
         */
        public Builder descriptorsPerExchange(int value) {
            descriptorsPerExchange = value;
            return this;
        }

        /**
         * Sets how long a stop goes on serving before it drains.
         *
         * @param value zero for not at all
         * @return this
         */
        public Builder drainDelay(Duration value) {
            drainDelay = value;
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
            Mistakes mistakes = new Mistakes();
            mistakes.unless(
                    descriptorsPerExchange >= 1,
                    "descriptorsPerExchange must be 1 or more, is " + descriptorsPerExchange);
            Optional<ListenOptions> options = mistakes.made(this::checked);
            mistakes.throwIfAny();
            return options.orElseThrow();
        }

        private ListenOptions checked() {
            int fitting = Capacity.ofProcess().byDefault(Math.max(1, descriptorsPerExchange), tls.isPresent());
            return new ListenOptions(address, wire, maxConnections.orElse(fitting), drainDelay, drainTimeout, tls);
        }
    }
}
