package dev.sluice.forwarder;

import dev.sluice.core.Upstream;
import dev.sluice.forwarder.connection.Connection;
import dev.sluice.forwarder.connection.DialSettings;
import dev.sluice.forwarder.connection.Lifetime;
import dev.sluice.forwarder.connection.WebClientSettings;
import dev.sluice.forwarder.pool.PoolLimits;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.spi.DnsResolver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How upstreams are reached. Compared by value: forwarders with equal options can share a {@link Transport}. Immutable;
 * {@link #builder()} knows the defaults.
 *
 * @param tls the TLS configuration for https upstreams: trusted authorities, client certificate; default none:
 *     certificates are verified against the JDK's authorities
 * @param insecureSkipVerify whether certificates of upstreams are not verified, which lets an attacker in the network
 *     read and change all traffic; logged as a warning; cannot be combined with {@code tls}; default false
 * @param tlsServerName the name that is sent to https upstreams (SNI, RFC 6066 §3) and verified in their certificates,
 *     in place of the host of their URL; default none
 * @param dns the resolver of host names, which gives one address for a name; default none: the JDK's resolver, all of
 *     whose addresses are tried
 * @param proxy an outbound proxy; default none: the system's proxy settings
 * @param socketOptions the socket options of connections; their timeouts must stay at their defaults, since {@code
 *     connectTimeout} and the timeouts of {@link ForwardOptions} are used; default none: Helidon's
 * @param unixSocket the Unix domain socket that all connections use, whatever the host of the upstream is; https
 *     upstreams are not possible then; default none
 * @param connectTimeout the longest time to open a connection (name lookup, TCP and the CONNECT of an outbound proxy), and
 *     also the longest wait for a free place in the pool; default 5 s. When either is over the client sees 504
 * @param tlsTimeout the longest time for the TLS handshake on a new connection, after {@code connectTimeout}; default 5 s.
 *     When it is over the client sees 504
 * @param idleTimeout how long an unused connection is kept. Should be shorter than the idle timeout of the upstreams;
 *     default 30 s; 0 to never reuse a connection
 * @param maxConnectionAge how long a connection is used, so that changes of DNS and of balancers behind the upstream's
 *     address are followed; each connection gets a random time between three quarters of it and the whole, so that they do
 *     not all end at once. An exchange under way is not cut short. Default 5 min; 0 for no limit
 * @param maxConnectionRequests how many requests are sent on a connection; default 0: no limit
 * @param maxConnections the most connections to one upstream, used and idle; default 1 024, as in Envoy
 * @param maxWaiting the most requests that wait for a connection to one upstream; above it the client sees 503; default
 *     1 024
 * @param maxTunnels the most tunnels to one upstream, not counted among {@code maxConnections}; an upgrade above it is
 *     answered 503; default 1 024
 * @param clientShare the share in percent of the connections, tunnels and waiting requests of an upstream that one
 *     client (an IPv4 address, or an IPv6 prefix of 64 bits) may have once half of them are in use; at least 4
 *     connections and tunnels. Above it the client's requests wait, or are answered 503, while those of others are
 *     served. 1 to 100; 100 turns it off, as needed behind a load balancer that hides the clients; default 25
 * @param http2 whether upstreams are spoken to in HTTP/2. Those with the scheme {@code h2c} always are; default {@link
 *     Http2#OFF}
 * @param maxStreams the most exchanges at a time on one HTTP/2 connection, 1 to 1 000; an upstream that allows fewer gets
 *     fewer. When it is reached on all of them another connection is opened, up to {@code maxConnections}; default 128, as
 *     many as nginx allows, so that few connections carry many exchanges, and their frames leave together
 * @param pingAfter how long an HTTP/2 connection may be silent after a request before a PING asks whether the upstream is
 *     still there. Without an answer in another 5 s the connection is closed: requests on it are answered 502, unless they
 *     can be repeated; default 5 s; 0 for no PING
 * @param maxResponseHead the largest head of a response in bytes, 1 KiB to 1 MiB; for a larger one the client sees 502;
 *     default 64 KiB
 */
public record TransportOptions(
        Optional<Tls> tls,
        boolean insecureSkipVerify,
        Optional<String> tlsServerName,
        Optional<DnsResolver> dns,
        Optional<Proxy> proxy,
        Optional<SocketOptions> socketOptions,
        Optional<Path> unixSocket,
        Duration connectTimeout,
        Duration tlsTimeout,
        Duration idleTimeout,
        Duration maxConnectionAge,
        int maxConnectionRequests,
        int maxConnections,
        int maxWaiting,
        int maxTunnels,
        int clientShare,
        Http2 http2,
        int maxStreams,
        Duration pingAfter,
        int maxResponseHead) {
    /** Whether upstreams are spoken to in HTTP/2 (RFC 9113). */
    public enum Http2 {
        /** In HTTP/1.1. */
        OFF,
        /** Those with TLS that choose it in the handshake (ALPN); the others in HTTP/1.1. */
        PREFER,
        /**
         * All of them. One with TLS that does not choose it in the handshake has failed; to one without TLS HTTP/2 is spoken
         * at once, as with the scheme {@code h2c}.
         */
        REQUIRE
    }

    private static final SocketOptions USUAL = SocketOptions.create();

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake, a line each
     */
    public TransportOptions {
        Checks checks = new Checks();
        checks.require(tls.isEmpty() || !insecureSkipVerify, "insecureSkipVerify", "excludes 'tls'", true);
        tls.ifPresent(set -> checks.require(set.enabled(), "tls", "must not be switched off", "enabled(false)"));
        tlsServerName.ifPresent(name -> checks.require(isHost(name), "tlsServerName", "must be a host's name", name));
        checks.require(unixSocket.isEmpty() || proxy.isEmpty(), "unixSocket", "excludes 'proxy'", unixSocket);
        socketOptions.ifPresent(sockets -> {
            checks.require(
                    sockets.connectTimeout().equals(USUAL.connectTimeout()),
                    "socketOptions",
                    "has a connect timeout, which only 'connectTimeout' sets",
                    sockets.connectTimeout());
            checks.require(
                    sockets.readTimeout().equals(USUAL.readTimeout()),
                    "socketOptions",
                    "has a read timeout, which only 'responseTimeout' and 'betweenBytesTimeout' set",
                    sockets.readTimeout());
        });
        checks.positive("connectTimeout", connectTimeout);
        checks.positive("tlsTimeout", tlsTimeout);
        checks.notNegative("idleTimeout", idleTimeout);
        checks.notNegative("maxConnectionAge", maxConnectionAge);
        checks.require(maxConnectionRequests >= 0, "maxConnectionRequests", "must be 0 or more", maxConnectionRequests);
        checks.require(maxConnections >= 1, "maxConnections", "must be 1 or more", maxConnections);
        checks.require(maxWaiting >= 0, "maxWaiting", "must be 0 or more", maxWaiting);
        checks.require(maxTunnels >= 0, "maxTunnels", "must be 0 or more", maxTunnels);
        checks.require(clientShare >= 1 && clientShare <= 100, "clientShare", "must be 1 to 100", clientShare);
        checks.value("http2", http2);
        checks.require(maxStreams >= 1 && maxStreams <= 1_000, "maxStreams", "must be 1 to 1000", maxStreams);
        checks.notNegative("pingAfter", pingAfter);
        checks.require(
                maxResponseHead >= 1024 && maxResponseHead <= 1024 * 1024,
                "maxResponseHead",
                "must be 1 KiB to 1 MiB",
                maxResponseHead);
        checks.throwIfAny();
    }

    private static boolean isHost(String name) {
        try {
            return Upstream.of("https://" + name).equals(new Upstream("https", name.toLowerCase(Locale.ROOT), 443, ""));
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    /** The options that opening a connection needs. */
    DialSettings dialSettings() {
        return new DialSettings(
                tls,
                insecureSkipVerify,
                tlsServerName,
                dns,
                proxy,
                socketOptions,
                unixSocket,
                protocols(),
                connectTimeout,
                tlsTimeout);
    }

    private List<String> protocols() {
        return switch (http2) {
            case OFF -> List.of(Connection.HTTP_1_1);
            case PREFER -> List.of(Connection.HTTP_2, Connection.HTTP_1_1);
            case REQUIRE -> List.of(Connection.HTTP_2);
        };
    }

    /** How long connections are used. */
    Lifetime lifetime(RandomGenerator random) {
        return new Lifetime(maxConnectionAge, maxConnectionRequests, random);
    }

    /** The options that pools need. */
    PoolLimits poolLimits() {
        return new PoolLimits(
                maxConnections,
                maxStreams,
                maxWaiting,
                maxTunnels,
                clientShare,
                connectTimeout,
                idleTimeout,
                pingAfter);
    }

    /**
     * The defaults.
     *
     * @return options that work for most upstreams
     */
    public static TransportOptions defaults() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; each method is named as the option it sets. Not thread-safe. */
    public static final class Builder {
        private final Checks given = new Checks();
        private Optional<WebClientSettings> client = Optional.empty();
        private Optional<Tls> tls = Optional.empty();
        private boolean insecureSkipVerify;
        private Optional<String> tlsServerName = Optional.empty();
        private Optional<DnsResolver> dns = Optional.empty();
        private Optional<Proxy> proxy = Optional.empty();
        private Optional<SocketOptions> socketOptions = Optional.empty();
        private Optional<Path> unixSocket = Optional.empty();
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration tlsTimeout = Duration.ofSeconds(5);
        private Duration idleTimeout = Duration.ofSeconds(30);
        private Duration maxConnectionAge = Duration.ofMinutes(5);
        private int maxConnectionRequests;
        private int maxConnections = 1_024;
        private int maxWaiting = 1_024;
        private int maxTunnels = 1_024;
        private int clientShare = 25;
        private Http2 http2 = Http2.OFF;
        private int maxStreams = 128;
        private Duration pingAfter = Duration.ofSeconds(5);
        private int maxResponseHead = 64 * 1024;

        private Builder() {}

        /**
         * Takes {@code tls}, {@code dns}, {@code proxy} and {@code socketOptions} from a client, unless they are set here.
         * Whatever else is set on the client, to something other than its default, is a mistake that {@link #build()}
         * names, since nothing else of it is used.
         *
         * @param value as configured for Helidon
         * @return this
         */
        public Builder webClient(WebClient value) {
            given.value("webClient", value).ifPresent(set -> {
                WebClientSettings settings = WebClientSettings.of(set);
                settings.ignored().forEach(ignored -> given.add("webClient", ignored));
                client = Optional.of(settings);
            });
            return this;
        }

        /**
         * Sets {@link TransportOptions#tls()}.
         *
         * @param value for secure upstreams
         * @return this
         */
        public Builder tls(Tls value) {
            tls = given.value("tls", value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#insecureSkipVerify()}: for tests and development only.
         *
         * @return this
         */
        public Builder insecureSkipVerify() {
            insecureSkipVerify = true;
            return this;
        }

        /**
         * Sets {@link TransportOptions#tlsServerName()}.
         *
         * @param value a host's name, in ASCII
         * @return this
         */
        public Builder tlsServerName(String value) {
            tlsServerName = given.value("tlsServerName", value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#dns()}.
         *
         * @param value looks names up
         * @return this
         */
        public Builder dns(DnsResolver value) {
            dns = given.value("dns", value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#proxy()}.
         *
         * @param value the outbound proxy; {@link Proxy#noProxy()} for none, whatever the system's settings say
         * @return this
         */
        public Builder proxy(Proxy value) {
            proxy = given.value("proxy", value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#socketOptions()}.
         *
         * @param value without timeouts
         * @return this
         */
        public Builder socketOptions(SocketOptions value) {
            socketOptions = given.value("socketOptions", value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#unixSocket()}.
         *
         * @param value the socket's file
         * @return this
         */
        public Builder unixSocket(Path value) {
            unixSocket = given.value("unixSocket", value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#connectTimeout()}.
         *
         * @param value more than 0
         * @return this
         */
        public Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        /**
         * Sets {@link TransportOptions#tlsTimeout()}.
         *
         * @param value more than 0
         * @return this
         */
        public Builder tlsTimeout(Duration value) {
            tlsTimeout = value;
            return this;
        }

        /**
         * Sets {@link TransportOptions#idleTimeout()}.
         *
         * @param value 0 to never reuse a connection
         * @return this
         */
        public Builder idleTimeout(Duration value) {
            idleTimeout = value;
            return this;
        }

        /**
         * Sets {@link TransportOptions#maxConnectionAge()}.
         *
         * @param value 0 for no limit
         * @return this
         */
        public Builder maxConnectionAge(Duration value) {
            maxConnectionAge = value;
            return this;
        }

        /**
         * Sets {@link TransportOptions#maxConnectionRequests()}.
         *
         * @param value 0 for no limit
         * @return this
         */
        public Builder maxConnectionRequests(int value) {
            maxConnectionRequests = value;
            return this;
        }

        /**
         * Sets {@link TransportOptions#maxConnections()}.
         *
         * @param value 1 or more
         * @return this
         */
        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        /**
         * Sets {@link TransportOptions#maxWaiting()}.
         *
         * @param value 0 or more
         * @return this
         */
        public Builder maxWaiting(int value) {
            maxWaiting = value;
            return this;
        }

        /**
         * Sets {@link TransportOptions#maxTunnels()}.
         *
         * @param value 0 or more
         * @return this
         */
        public Builder maxTunnels(int value) {
            maxTunnels = value;
            return this;
        }

        /**
         * Sets {@link TransportOptions#clientShare()}.
         *
         * @param value percent; 100 switches it off
         * @return this
         */
        public Builder clientShare(int value) {
            clientShare = value;
            return this;
        }

        /**
         * Sets {@link TransportOptions#http2()}.
         *
         * @param value whether upstreams are spoken to in HTTP/2
         * @return this
         */
        public Builder http2(Http2 value) {
            http2 = value;
            return this;
        }

        /**
         * Sets {@link TransportOptions#maxStreams()}.
         *
         * @param value 1 to 1 000
         * @return this
         */
        public Builder maxStreams(int value) {
            maxStreams = value;
            return this;
        }

        /**
         * Sets {@link TransportOptions#pingAfter()}.
         *
         * @param value 0 for no PING
         * @return this
         */
        public Builder pingAfter(Duration value) {
            pingAfter = value;
            return this;
        }

        /**
         * Sets {@link TransportOptions#maxResponseHead()}.
         *
         * @param value 1 KiB to 1 MiB
         * @return this
         */
        public Builder maxResponseHead(int value) {
            maxResponseHead = value;
            return this;
        }

        /**
         * The options.
         *
         * @return checked
         * @throws IllegalArgumentException naming every mistake, a line each
         */
        public TransportOptions build() {
            return given.made(() -> new TransportOptions(
                    tls.or(() -> insecureSkipVerify ? Optional.empty() : client.flatMap(WebClientSettings::tls)),
                    insecureSkipVerify,
                    tlsServerName,
                    dns.or(() -> client.flatMap(WebClientSettings::dns)),
                    proxy.or(() -> client.flatMap(WebClientSettings::proxy)),
                    socketOptions.or(() -> client.flatMap(WebClientSettings::socketOptions)),
                    unixSocket,
                    connectTimeout,
                    tlsTimeout,
                    idleTimeout,
                    maxConnectionAge,
                    maxConnectionRequests,
                    maxConnections,
                    maxWaiting,
                    maxTunnels,
                    clientShare,
                    http2,
                    maxStreams,
                    pingAfter,
                    maxResponseHead));
        }
    }
}
