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
 * @param address the address to bind; port 0 takes a free port
 * @param wire limits and timeouts of clients
 * @param maxConnections the most connections of clients at a time, TLS handshakes included; further ones wait in the
 *     backlog of the socket. Default: as many as the limit of open files and the heap allow, at most 16 384. A greater
 *     number than these allow is reduced at start, with a warning
 * @param drainDelay how long {@code stop()} continues to accept and answer before it drains, so that load balancers
 *     notice that the gateway is not ready; default zero
 * @param drainTimeout how long {@code stop()} waits for exchanges to end. An idle connection may send one more request
 *     within half of that, at most 500 ms; default 10 s
 * @param tls the listener's TLS configuration; empty for plain text. A private key that does not match its certificate,
 *     and an expired certificate, are mistakes, which a handshake in memory finds
 */
public record ListenOptions(
        InetSocketAddress address,
        WireOptions wire,
        int maxConnections,
        Duration drainDelay,
        Duration drainTimeout,
        Optional<Tls> tls) {
    /** Checks the options; throws all mistakes at once. */
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
     * @return a builder with the defaults
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
         * Sets the address to bind.
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
         * Sets limits and timeouts of clients.
         *
         * @param value the options
         * @return this
         */
        public Builder wire(WireOptions value) {
            wire = value;
            return this;
        }

        /**
         * Sets the most connections of clients at a time.
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
         * Sets how long a stop continues to serve before it drains.
         *
         * @param value zero for not at all
         * @return this
         */
        public Builder drainDelay(Duration value) {
            drainDelay = value;
            return this;
        }

        /**
         * Sets how long a stop waits for exchanges to end.
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
