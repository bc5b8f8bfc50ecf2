package dev.sluice.server;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.syntax.UriHost;
import dev.sluice.server.accept.Capacity;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where and how a gateway listens. Data, compared by value; nothing is looked up or read before it starts. Immutable and
 * thread-safe.
 *
 * @param host the name or address to bind; default {@value #ALL}, all addresses of the machine
 * @param port the port to bind; 0 takes a free one; default 8080
 * @param unixSocket a path to listen at in place of host and port, for clients of this machine
 * @param socketPermissions of the unix socket, as {@code ls} shows them; whoever may write may connect; default {@value
 *     #PERMISSIONS}
 * @param tls the listener's TLS; empty for plain text
 * @param redirectToHttps the port to which all requests are redirected, by 308 and over TLS; empty if they are served
 * @param clients limits and deadlines of clients
 * @param maxConnections clients at a time, handshakes included; further ones wait in the backlog; empty, the default, for
 *     what the limit of open files and the heap allow, at most 16 384; more than there can be is reduced at the start, with
 *     a warning
 * @param drainDelay how long {@code stop()} goes on accepting and answering before it drains, so that balancers can see
 *     that it is not ready any more; default zero
 * @param drainTimeout how long {@code stop()} lets exchanges end; an idle connection is given half of it, but not more
 *     than 500 ms, for one more request; default 10 s
 * @param routes routes of one's own beside what is served, which is code
 * @param allowAmbiguousTargets whether a target that a route and an upstream could read differently is passed on as it is;
 *     empty, the default, for passed on if there are no routes of one's own, else answered 400
 */
public record ListenOptions(
        String host,
        int port,
        Optional<Path> unixSocket,
        String socketPermissions,
        Optional<TlsOptions> tls,
        Optional<Integer> redirectToHttps,
        WireOptions clients,
        Optional<Integer> maxConnections,
        Duration drainDelay,
        Duration drainTimeout,
        Optional<OwnRoutes> routes,
        Optional<Boolean> allowAmbiguousTargets) {
    /** The address of all addresses. */
    public static final String ALL = "0.0.0.0";

    /** The permissions of a unix socket, by default. */
    public static final String PERMISSIONS = "rw-rw----";

    private static final int LONGEST_PATH = 107;

    /**
     * Routes of one's own; code, equal only to itself.
     *
     * @param register adds them to the routing of the listener
     */
    public record OwnRoutes(Consumer<HttpRouting.Builder> register) {
        @Override
        public String toString() {
            return "own routes";
        }
    }

    /**
     * Checks what can be seen without looking anything up.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public ListenOptions {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(!host.isBlank(), "host must not be blank");
        mistakes.unless(isPort(port, 0), "port must be 0..65535, is " + port);
        int redirect = redirectToHttps.orElse(1);
        mistakes.unless(isPort(redirect, 1), "redirectToHttps must be 1..65535, is " + redirect);
        mistakes.unless(
                redirectToHttps.isEmpty() || tls.isEmpty(), "redirectToHttps is of no use on a listener with tls");
        mistakes.unless(
                maxConnections.orElse(1) >= 1, "maxConnections must be 1 or more, is " + maxConnections.orElse(1));
        mistakes.unless(!drainDelay.isNegative(), "drainDelay must not be negative, is " + drainDelay);
        mistakes.unless(!drainTimeout.isNegative(), "drainTimeout must not be negative, is " + drainTimeout);
        if (!socketPermissions.equals(PERMISSIONS)) {
            mistakes.under("socketPermissions", () -> checkPermissions(socketPermissions));
        }
        if (unixSocket.isPresent()) {
            checkUnix(unixSocket.get(), tls, clients, mistakes);
        }
        mistakes.throwIfAny();
    }

    private static boolean isPort(int number, int least) {
        return number >= least && number <= 65_535;
    }

    private static void checkPermissions(String permissions) {
        try {
            PosixFilePermissions.fromString(permissions);
        } catch (IllegalArgumentException none) {
            throw new IllegalArgumentException("must be such as " + PERMISSIONS + ", is " + permissions, none);
        }
    }

    private static void checkUnix(Path socket, Optional<TlsOptions> tls, WireOptions clients, Mistakes mistakes) {
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        mistakes.unless(
                length <= LONGEST_PATH, "unixSocket must have " + LONGEST_PATH + " bytes at most, has " + length);
        mistakes.unless(tls.isEmpty(), "tls is not spoken on a unixSocket");
        mistakes.unless(
                clients.proxyProtocolFrom().isEmpty(),
                "proxyProtocolFrom names addresses, which clients of a unixSocket have not");
    }

    /**
     * The defaults: port 8080 on all addresses.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What is wrong and can only be seen by trying: certificates are read and names looked up for it.
     *
     * @param now the time of day, for certificates that have expired
     * @return a sentence for each mistake
     */
    public List<String> problems(Instant now) {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(
                !(address() instanceof InetSocketAddress address && address.isUnresolved()),
                "the address to listen at cannot be resolved: " + host);
        tls.ifPresent(options -> TlsFiles.problems(options, now).forEach(problem -> mistakes.add("tls: " + problem)));
        return mistakes.found();
    }

    /**
     * Whether ambiguous targets are passed on.
     *
     * @return what was said, else whether there are no routes of one's own
     */
    public boolean passesAmbiguousTargets() {
        return allowAmbiguousTargets.orElse(routes.isEmpty());
    }

    /** Where to bind. */
    SocketAddress address() {
        return unixSocket
                .<SocketAddress>map(UnixDomainSocketAddress::of)
                .orElseGet(() -> new InetSocketAddress(host, port));
    }

    /**
     * How many clients may be connected.
     *
     * @param descriptorsPerExchange file descriptors that an exchange may need, for the default
     */
    int connections(int descriptorsPerExchange) {
        return maxConnections.orElseGet(
                () -> Capacity.ofProcess().byDefault(Math.max(1, descriptorsPerExchange), tls.isPresent()));
    }

    /**
     * Whether a running listener with these options can get others without a stop: certificates, client authentication
     * and protocols, what clients are granted, the drain delay.
     *
     * @param others the options to get
     * @return false if it has to be stopped and started
     */
    public boolean changesAliveTo(ListenOptions others) {
        boolean sameLayers = tls.isPresent() == others.tls.isPresent()
                && clients.proxyProtocolFrom().isEmpty()
                        == others.clients.proxyProtocolFrom().isEmpty();
        return sameLayers
                && equals(new ListenOptions(
                        others.host,
                        others.port,
                        others.unixSocket,
                        others.socketPermissions,
                        tls,
                        others.redirectToHttps,
                        clients,
                        others.maxConnections,
                        drainDelay,
                        others.drainTimeout,
                        others.routes,
                        others.allowAmbiguousTargets));
    }

    /** Where it listens, as it is written in a URL or a path. */
    @Override
    public String toString() {
        return unixSocket.map(path -> "unix:" + path).orElseGet(() -> UriHost.of(host) + ":" + port)
                + tls.map(options -> " tls " + options).orElse("")
                + redirectToHttps.map(to -> " redirecting to https at " + to).orElse("");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private String host = ALL;
        private int port = 8080;
        private Optional<Path> unixSocket = Optional.empty();
        private String socketPermissions = PERMISSIONS;
        private Supplier<Optional<TlsOptions>> tls = Optional::empty;
        private Optional<Integer> redirectToHttps = Optional.empty();
        private WireOptions clients = WireOptions.builder().build();
        private Optional<Integer> maxConnections = Optional.empty();
        private Duration drainDelay = Duration.ZERO;
        private Duration drainTimeout = Duration.ofSeconds(10);
        private Optional<OwnRoutes> routes = Optional.empty();
        private Optional<Boolean> allowAmbiguousTargets = Optional.empty();

        private Builder() {}

        /**
         * Sets the address to bind.
         *
         * @param value a name or an address
         * @return this
         */
        public Builder host(String value) {
            host = value;
            return this;
        }

        /**
         * Sets the port.
         *
         * @param value 0 takes a free one
         * @return this
         */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /**
         * Listens at a path, in place of an address.
         *
         * @param value of the socket; what an earlier process has left there is removed
         * @return this
         */
        public Builder unixSocket(Path value) {
            unixSocket = Optional.of(value);
            return this;
        }

        /**
         * Sets who may connect to the unix socket: those who may write to it.
         *
         * @param value such as {@code rw-rw-rw-}
         * @return this
         */
        public Builder socketPermissions(String value) {
            socketPermissions = value;
            return this;
        }

        /**
         * Turns TLS on.
         *
         * @param value certificates, client authentication
         * @return this
         */
        public Builder tls(TlsOptions value) {
            tls = () -> Optional.of(value);
            return this;
        }

        /**
         * Turns TLS on.
         *
         * @param value Helidon's
         * @return this
         */
        public Builder tls(Tls value) {
            tls = () -> Optional.of(TlsOptions.builder().own(value).build());
            return this;
        }

        /**
         * Redirects all requests to https.
         *
         * @param to the port that clients find there, usually 443
         * @return this
         */
        public Builder redirectToHttps(int to) {
            redirectToHttps = Optional.of(to);
            return this;
        }

        /**
         * Sets limits and timeouts of clients.
         *
         * @param value the options
         * @return this
         */
        public Builder clients(WireOptions value) {
            clients = value;
            return this;
        }

        /**
         * Sets the most connections of clients at a time.
         *
         * @param value 1 or more
         * @return this
         */
        public Builder maxConnections(int value) {
            maxConnections = Optional.of(value);
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
         * Adds routes of one's own.
         *
         * @param register adds them to the routing of the listener
         * @return this
         */
        public Builder routes(Consumer<HttpRouting.Builder> register) {
            routes = Optional.of(new OwnRoutes(register));
            return this;
        }

        /**
         * Sets whether ambiguous targets are passed on.
         *
         * @param value false for 400
         * @return this
         */
        public Builder allowAmbiguousTargets(boolean value) {
            allowAmbiguousTargets = Optional.of(value);
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
            Mistakes insecure = new Mistakes();
            Optional<TlsOptions> secured = insecure.made(tls).orElse(Optional.empty());
            insecure.found().forEach(message -> mistakes.add("tls: " + message));
            Optional<ListenOptions> options = mistakes.made(() -> made(secured));
            mistakes.throwIfAny();
            return options.orElseThrow();
        }

        private ListenOptions made(Optional<TlsOptions> secured) {
            return new ListenOptions(
                    host,
                    port,
                    unixSocket,
                    socketPermissions,
                    secured,
                    redirectToHttps,
                    clients,
                    maxConnections,
                    drainDelay,
                    drainTimeout,
                    routes,
                    allowAmbiguousTargets);
        }
    }
}
