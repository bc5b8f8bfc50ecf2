package dev.sluice;

import dev.sluice.core.Cidr;
import dev.sluice.core.Mistakes;
import dev.sluice.core.Trust;
import dev.sluice.core.Upstream;
import dev.sluice.core.UriHost;
import dev.sluice.middlewares.buffer.BufferOptions;
import dev.sluice.model.Model;
import dev.sluice.model.Part;
import dev.sluice.server.ListenOptions;
import dev.sluice.server.WireOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Where and how a proxy listens. Not thread-safe. */
public final class Listen {
    private static final String ALL = "0.0.0.0";

    private final ListenOptions.Builder options = ListenOptions.builder();
    private final WireOptions.Builder wire = WireOptions.builder();
    private final Mistakes trusted = new Mistakes();
    private Optional<Consumer<HttpRouting.Builder>> routes = Optional.empty();
    private Optional<Boolean> ambiguousTargets = Optional.empty();
    private String host = ALL;
    private int port = 8080;
    private boolean secure;
    private boolean stopWithProcess = true;

    Listen() {}

    /**
     * Sets the port; default 8080.
     *
     * @param value 0 takes a free one
     * @return this
     */
    public Listen port(int value) {
        port = value;
        return this;
    }

    /**
     * Sets the address to bind; default {@value #ALL}, all addresses of the machine.
     *
     * @param value a name or an address
     * @return this
     */
    public Listen host(String value) {
        host = value;
        return this;
    }

    /**
     * Turns TLS on.
     *
     * @param value certificates, trust, client authentication
     * @return this
     */
    public Listen tls(Tls value) {
        options.tls(value);
        secure = true;
        return this;
    }

    /**
     * Sets whose word is believed about who a client is: that of the proxies in front of this listener, in {@code
     * X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port}; default nobody's.
     *
     * @param ranges such as {@code 10.0.0.0/8}, or one address
     * @return this
     */
    public Listen trust(String... ranges) {
        trusted.trying(() -> wire.trust(Trust.in(ranges)));
        return this;
    }

    /**
     * Sets whose word is believed about who a client is, and in which fields they tell it; default nobody's.
     *
     * @param value the proxies in front of this listener
     * @return this
     */
    public Listen trust(Trust value) {
        wire.trust(value);
        return this;
    }

    /**
     * Sets limits and deadlines of clients.
     *
     * @param limits changes the defaults
     * @return this
     */
    public Listen clients(Consumer<WireOptions.Builder> limits) {
        limits.accept(wire);
        return this;
    }

    /**
     * Sets how many clients may be connected; default what the limit of open files allows.
     *
     * @param value 1 or more
     * @return this
     */
    public Listen maxConnections(int value) {
        options.maxConnections(value);
        return this;
    }

    /**
     * Sets how long a stop goes on accepting and answering before it drains, so that balancers can see by
     * {@link RunningProxy#isDraining()} that it is not ready any more; default zero.
     *
     * @param value zero for not at all
     * @return this
     */
    public Listen drainDelay(Duration value) {
        options.drainDelay(value);
        return this;
    }

    /**
     * Sets how long a stop lets exchanges end; default 10 s.
     *
     * @param value zero for not at all
     * @return this
     */
    public Listen drainTimeout(Duration value) {
        options.drainTimeout(value);
        return this;
    }

    /**
     * Adds routes of one's own beside the proxy; they come first, behind all gates of the proxy.
     *
     * @param own registers them
     * @return this
     */
    public Listen routes(Consumer<HttpRouting.Builder> own) {
        routes = Optional.of(own);
        return this;
    }

    /**
     * Sets whether a target that a route and an upstream could read differently, such as {@code /%2finternal} or {@code
     * /a/../internal}, is passed on as it is; else it is answered 400, {@code ambiguous-target}. Default: it is passed on
     * if the proxy stands alone, and refused if there are {@link #routes}, which might not see what they are to guard.
     *
     * @param value true to pass it on
     * @return this
     */
    public Listen allowAmbiguousTargets(boolean value) {
        ambiguousTargets = Optional.of(value);
        return this;
    }

    boolean allowsAmbiguousTargets() {
        return ambiguousTargets.orElse(routes.isEmpty());
    }

    /**
     * Sets whether the proxy drains and stops when the process is told to end; default true.
     *
     * @param value false if the program stops it itself
     * @return this
     */
    public Listen stopWithProcess(boolean value) {
        stopWithProcess = value;
        return this;
    }

    boolean stopsWithProcess() {
        return stopWithProcess;
    }

    Consumer<HttpRouting.Builder> routes() {
        return routes.orElse(routing -> {});
    }

    /**
     * The checked options, for a program.
     *
     * @throws ProgramException naming every mistake
     */
    ListenOptions options(Model model) {
        options.descriptorsPerExchange(descriptorsPerExchange(model));
        Mistakes mistakes = new Mistakes();
        boolean possible = port >= 0 && port <= 65_535;
        mistakes.unless(possible, "port must be 0..65535, is " + port);
        trusted.found().forEach(mistake -> mistakes.add("trust: " + mistake));
        mistakes.made(wire::build).ifPresent(options::wire);
        if (possible) {
            options.address(new InetSocketAddress(host, port));
        }
        Optional<ListenOptions> checked = mistakes.made(options::build); // once: it tries the certificates
        Upstreams.of(model).stream()
                .filter(this::isThisListener)
                .forEach(upstream -> mistakes.add(
                        "upstream " + upstream + " is this listener itself: a request would go round in circles"));
        if (!mistakes.found().isEmpty()) {
            throw new ProgramException(mistakes.found().stream()
                    .map(message -> "listen: " + message)
                    .toList());
        }
        return checked.orElseThrow();
    }

    /** The client's connection, an upstream's, and the files of every buffer. */
    static int descriptorsPerExchange(Model model) {
        return 2
                + model.parts().stream()
                        .map(Part::options)
                        .filter(BufferOptions.class::isInstance)
                        .mapToInt(buffer -> ((BufferOptions) buffer).descriptorsPerExchange())
                        .sum();
    }

    private boolean isThisListener(Upstream upstream) {
        boolean sameHost = upstream.host().equalsIgnoreCase(host);
        boolean bothHere = isHere(upstream.host()) && isHere(host);
        return port != 0 && upstream.port() == port && (sameHost || bothHere);
    }

    /** Names and literals of this machine; nothing is looked up. */
    private static boolean isHere(String name) {
        return name.equalsIgnoreCase("localhost")
                || Cidr.address(name)
                        .map(address -> address.isLoopbackAddress() || address.isAnyLocalAddress())
                        .orElse(false);
    }

    /** Where clients find it, once it is known which port it is. */
    URI address(int bound) {
        String reachable =
                Cidr.address(host).filter(InetAddress::isAnyLocalAddress).isPresent() ? "127.0.0.1" : host;
        return URI.create((secure ? "https://" : "http://") + UriHost.of(reachable) + ":" + bound);
    }
}
