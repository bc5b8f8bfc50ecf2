package dev.sluice.forwarder;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.spi.DnsResolver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * All options of a forwarder, with one builder: how upstreams are reached (transport), and how requests are forwarded.
 * Compared by value; immutable.
 *
 * @param forward how requests are forwarded
 * @param transport how upstreams are reached
 */
public record ForwarderOptions(ForwardOptions forward, TransportOptions transport) {
    /**
     * The defaults.
     *
     * @return options that work for most upstreams
     */
    public static ForwarderOptions defaults() {
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

    /**
     * Collects all options; each method does what the method of this name does in {@link ForwardOptions.Builder} or
     * {@link TransportOptions.Builder}. Not thread-safe.
     */
    public static final class Builder {
        private final ForwardOptions.Builder forward = ForwardOptions.builder();
        private final TransportOptions.Builder transport = TransportOptions.builder();

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
            transport.webClient(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#tls()}.
         *
         * @param value for secure upstreams
         * @return this
         */
        public Builder tls(Tls value) {
            transport.tls(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#insecureSkipVerify()}: for tests and development only.
         *
         * @return this
         */
        public Builder insecureSkipVerify() {
            transport.insecureSkipVerify();
            return this;
        }

        /**
         * Sets {@link TransportOptions#tlsServerName()}.
         *
         * @param value a host's name, in ASCII
         * @return this
         */
        public Builder tlsServerName(String value) {
            transport.tlsServerName(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#dns()}.
         *
         * @param value looks names up
         * @return this
         */
        public Builder dns(DnsResolver value) {
            transport.dns(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#proxy()}.
         *
         * @param value the outbound proxy; {@link Proxy#noProxy()} for none, whatever the system's settings say
         * @return this
         */
        public Builder proxy(Proxy value) {
            transport.proxy(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#socketOptions()}.
         *
         * @param value without timeouts
         * @return this
         */
        public Builder socketOptions(SocketOptions value) {
            transport.socketOptions(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#unixSocket()}.
         *
         * @param value the socket's file
         * @return this
         */
        public Builder unixSocket(Path value) {
            transport.unixSocket(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#connectTimeout()}.
         *
         * @param value more than 0
         * @return this
         */
        public Builder connectTimeout(Duration value) {
            transport.connectTimeout(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#tlsTimeout()}.
         *
         * @param value more than 0
         * @return this
         */
        public Builder tlsTimeout(Duration value) {
            transport.tlsTimeout(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#idleTimeout()}.
         *
         * @param value 0 to never reuse a connection
         * @return this
         */
        public Builder idleTimeout(Duration value) {
            transport.idleTimeout(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#maxConnectionAge()}.
         *
         * @param value 0 for no limit
         * @return this
         */
        public Builder maxConnectionAge(Duration value) {
            transport.maxConnectionAge(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#maxConnectionRequests()}.
         *
         * @param value 0 for no limit
         * @return this
         */
        public Builder maxConnectionRequests(int value) {
            transport.maxConnectionRequests(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#maxConnections()}.
         *
         * @param value 1 or more
         * @return this
         */
        public Builder maxConnections(int value) {
            transport.maxConnections(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#maxWaiting()}.
         *
         * @param value 0 or more
         * @return this
         */
        public Builder maxWaiting(int value) {
            transport.maxWaiting(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#maxTunnels()}.
         *
         * @param value 0 or more
         * @return this
         */
        public Builder maxTunnels(int value) {
            transport.maxTunnels(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#clientShare()}.
         *
         * @param value percent; 100 switches it off
         * @return this
         */
        public Builder clientShare(int value) {
            transport.clientShare(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#http2()}.
         *
         * @param value whether upstreams are spoken to in HTTP/2
         * @return this
         */
        public Builder http2(TransportOptions.Http2 value) {
            transport.http2(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#maxStreams()}.
         *
         * @param value 1 to 1 000
         * @return this
         */
        public Builder maxStreams(int value) {
            transport.maxStreams(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#pingAfter()}.
         *
         * @param value 0 for no PING
         * @return this
         */
        public Builder pingAfter(Duration value) {
            transport.pingAfter(value);
            return this;
        }

        /**
         * Sets {@link TransportOptions#maxResponseHead()}.
         *
         * @param value 1 KiB to 1 MiB
         * @return this
         */
        public Builder maxResponseHead(int value) {
            transport.maxResponseHead(value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#responseTimeout()}.
         *
         * @param value 0 for none
         * @return this
         */
        public Builder responseTimeout(Duration value) {
            forward.responseTimeout(value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#betweenBytesTimeout()}.
         *
         * @param value 0 for none
         * @return this
         */
        public Builder betweenBytesTimeout(Duration value) {
            forward.betweenBytesTimeout(value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#streamTimeout()}.
         *
         * @param value 0 for none
         * @return this
         */
        public Builder streamTimeout(Duration value) {
            forward.streamTimeout(value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#attemptTimeout()}.
         *
         * @param value 0 for none
         * @return this
         */
        public Builder attemptTimeout(Duration value) {
            forward.attemptTimeout(value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#deadlineField()}.
         *
         * @param value such as {@code X-Request-Timeout}
         * @return this
         */
        public Builder deadlineField(String value) {
            forward.deadlineField(value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#maxGrpcTimeout()}.
         *
         * @param value 0 for what clients ask for
         * @return this
         */
        public Builder maxGrpcTimeout(Duration value) {
            forward.maxGrpcTimeout(value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#passHost()}: the upstream sees the client's Host.
         *
         * @return this
         */
        public Builder passHost() {
            forward.passHost();
            return this;
        }

        /**
         * Sets {@link ForwardOptions#host()}.
         *
         * @param value a name, with a port if it is not the default one
         * @return this
         */
        public Builder host(String value) {
            forward.host(value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#passHost()}.
         *
         * @param value whether the upstream sees the client's Host
         * @return this
         */
        public Builder passHost(boolean value) {
            forward.passHost(value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#forwarded()}.
         *
         * @param value whether RFC 7239 Forwarded is sent
         * @return this
         */
        public Builder forwarded(boolean value) {
            forward.forwarded(value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#serverName()}.
         *
         * @param value a token
         * @return this
         */
        public Builder serverName(String value) {
            forward.serverName(value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#via()}.
         *
         * @param value a token, or empty
         * @return this
         */
        public Builder via(String value) {
            forward.via(value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#underscores()}.
         *
         * @param value keep or drop look-alikes
         * @return this
         */
        public Builder underscores(ForwardOptions.Underscores value) {
            forward.underscores(value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#rewriteLocations()}.
         *
         * @param value whether URLs that name the upstream are made to name the gateway
         * @return this
         */
        public Builder rewriteLocations(boolean value) {
            forward.rewriteLocations(value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#allowDotSegments()}.
         *
         * @return this
         */
        public Builder allowDotSegments() {
            forward.allowDotSegments();
            return this;
        }

        /**
         * The options.
         *
         * @return checked
         * @throws IllegalArgumentException naming every mistake of both halves, a line each
         */
        public ForwarderOptions build() {
            Checks checks = new Checks();
            Optional<TransportOptions> reached = checks.trying(transport::build);
            Optional<ForwardOptions> forwarded = checks.trying(forward::build);
            checks.throwIfAny();
            return new ForwarderOptions(forwarded.orElseThrow(), reached.orElseThrow());
        }
    }
}
