package dev.sluice.server;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.syntax.UriHost;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.server.accept.AcceptedChannels;
import dev.sluice.server.accept.Capacity;
import dev.sluice.server.exchange.UnderWay;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.spi.ServerFeature;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A running listener: a WebServer whose HTTP/1.1 connections are served by the wire host. Thread-safe. */
public final class RunningServer implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(RunningServer.class.getName());
    private static final int BACKLOG = 4096;
    private static final Duration LAST_REQUEST = Duration.ofMillis(500);
    /** Helidon cuts what is left so much later than it is told of: timers are some tens of milliseconds late. */
    private static final Duration LAST_LOOK = Duration.ofMillis(100);

    private final WebServer server;
    private final WireHost wire;
    private final Hosting hosting;
    private final ListenOptions options;
    private final Ticker ticker;
    private final Optional<ListenerTls> tls;
    /** Open as soon as it is told to stop, or has ended by itself. */
    private final CountDownLatch stopping = new CountDownLatch(1);

    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Duration drainDelay;
    private volatile boolean endedByItself;

    private RunningServer(WebServer server, WireHost wire, Hosting hosting, ListenOptions options) {
        this.hosting = hosting;
        this.options = options;
        this.ticker = hosting.ticker();
        this.server = server;
        this.wire = wire;
        this.drainDelay = options.drainDelay();
        this.tls = options.tls()
                .map(secure -> new ListenerTls(
                        secure, ticker, options.unixSocket().isPresent() ? server::reloadTls : wire::exchange));
    }

    /**
     * Listens, with exchanges that need two file descriptors each.
     *
     * @param routes registers the pipeline and own routes
     * @param hosting time, recorders and error renderer
     * @param options where and how to listen
     * @return the running server; its port is bound
     * @throws dev.sluice.core.options.MistakesException naming everything that is wrong with names and files of the
     *     options
     * @throws IllegalStateException if the address cannot be bound, saying which
     */
    public static RunningServer start(Consumer<HttpRouting.Builder> routes, Hosting hosting, ListenOptions options) {
        return start(routes, hosting, options, 2);
    }

    /**
     * Listens.
     *
     * @param routes registers what answers: a pipeline, and what else there is; behind the routes of the options
     * @param hosting time, and what a program says about messages that no pipeline sees
     * @param options where and how
     * @param descriptorsPerExchange file descriptors that an exchange may need, for the default of {@link
     *     ListenOptions#maxConnections}: the client's connection, an upstream's, and the files of a buffer
     * @return the running server; its port is bound
     * @throws dev.sluice.core.options.MistakesException naming everything that is wrong with names and files of the
     *     options
     * @throws IllegalStateException if the address cannot be bound, saying which
     */
    public static RunningServer start(
            Consumer<HttpRouting.Builder> routes, Hosting hosting, ListenOptions options, int descriptorsPerExchange) {
        return start(routes, hosting, options, descriptorsPerExchange, List.of());
    }

    /**
     * Listens, with features of Helidon's that add routes of their own.
     *
     * @param routes registers what answers
     * @param hosting time, and what a program says about messages that no pipeline sees
     * @param options where and how
     * @param descriptorsPerExchange file descriptors that an exchange may need
     * @param features such as Helidon's observers
     * @return the running server; its port is bound
     * @throws dev.sluice.core.options.MistakesException naming everything that is wrong with names and files of the
     *     options
     * @throws IllegalStateException if the address cannot be bound, saying which
     */
    public static RunningServer start(
            Consumer<HttpRouting.Builder> routes,
            Hosting hosting,
            ListenOptions options,
            int descriptorsPerExchange,
            List<ServerFeature> features) {
        checked(options, hosting.ticker());
        HttpRouting.Builder routing = HttpRouting.builder();
        routes.accept(routing);
        int most = connectionsAtMost(options, descriptorsPerExchange);
        WireHost wire = WireHost.alone(options.clients(), hosting, most, lastRequest(options));
        WebServer server = config(options, wire, most, hosting.ticker())
                .addFeatures(features)
                .addRouting(routing)
                .build();
        LOGGER.log(Level.INFO, "at most {0} connections at a time", most);
        options.unixSocket().ifPresent(UnixSockets::clear);
        server.start(); // which only logs that it could not bind
        if (!server.isRunning()) {
            throw new IllegalStateException(
                    "cannot listen at " + where(options, options.port()) + ": " + whyNot(options));
        }
        RunningServer running = new RunningServer(server, wire, hosting, options);
        running.lookAfter(options);
        return running;
    }

    private static void checked(ListenOptions options, Ticker ticker) {
        Mistakes mistakes = new Mistakes();
        options.problems(ticker.now()).forEach(mistakes::add);
        mistakes.throwIfAny();
    }

    private void lookAfter(ListenOptions options) {
        tls.ifPresent(ListenerTls::watch);
        options.unixSocket().ifPresent(path -> UnixSockets.permit(path, options.socketPermissions()));
        if (options.address() instanceof InetSocketAddress address) {
            watch(new InetSocketAddress(address.getAddress(), server.port()));
        }
    }

    private void watch(InetSocketAddress bound) {
        new ListenerWatch(bound, () -> {
                    endedByItself = true;
                    LOGGER.log(Level.ERROR, "the listener at {0} has ended by itself: the server is stopped", bound);
                    end();
                })
                .start(ticker, stopping);
    }

    /** What was asked for, as far as it is possible. */
    private static int connectionsAtMost(ListenOptions options, int descriptorsPerExchange) {
        Capacity capacity = Capacity.ofProcess();
        int possible = capacity.atMost(options.tls().isPresent());
        int wanted = options.connections(descriptorsPerExchange);
        if (wanted > possible) {
            LOGGER.log(
                    Level.WARNING,
                    "maxConnections {0} is more than {1} allow: it is {2} instead",
                    String.valueOf(wanted),
                    capacity,
                    String.valueOf(possible));
        }
        return Math.min(wanted, possible);
    }

    /**
     * How long idle connections wait for one more request: at most half of the drain timeout, and short, since a
     * request that is on its way arrives soon.
     */
    private static Duration lastRequest(ListenOptions options) {
        // convert ends at 292 years; dividedBy calculates with decimals, which takes 10 ms to load
        Duration half = Duration.ofNanos(TimeUnit.NANOSECONDS.convert(options.drainTimeout()) / 2);
        return half.compareTo(LAST_REQUEST) < 0 ? half : LAST_REQUEST;
    }

    private static Duration untilCut(ListenOptions options) {
        Duration drain = options.drainTimeout();
        return drain.isZero() ? drain : drain.plus(LAST_LOOK);
    }

    /** Host and port as a URL writes them, or the path of a unix socket. */
    private static String where(ListenOptions options, int port) {
        return options.unixSocket()
                .map(path -> "unix:" + path)
                .orElseGet(() -> UriHost.of(options.host()) + ":" + port);
    }

    private static String whyNot(ListenOptions options) {
        try (ServerSocketChannel probe = options.unixSocket().isPresent()
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open()) {
            probe.bind(options.address());
            options.unixSocket().ifPresent(path -> path.toFile().delete());
            return "the log says why";
        } catch (IOException reason) {
            return String.valueOf(reason.getMessage());
        }
    }

    private static WebServerConfig.Builder config(ListenOptions options, WireHost wire, int most, Ticker ticker) {
        SocketOptions accepted = wire.connectionOptions();
        boolean unix = options.unixSocket().isPresent(); // its connections cannot be told apart as they are accepted
        WebServerConfig.Builder config = WebServer.builder()
                .bindAddress(options.address())
                .backlog(BACKLOG)
                .useNio(unix) // a unix socket has no java.net.Socket
                .connectionOptions(accepted)
                .addConnectionSelector(wire)
                .protocolsDiscoverServices(false)
                .featuresDiscoverServices(false)
                .shutdownHook(false)
                .maxTcpConnections(unix ? most : -1) // else the wire host admits them
                .shutdownGracePeriod(untilCut(options))
                .enableProxyProtocol(!options.clients().proxyProtocolFrom().isEmpty());
        Optional<Tls> tls = options.tls().map(secure -> TlsFiles.read(secure, ticker.now()));
        if (unix) {
            tls.map(wire::tls).ifPresent(config::tls);
        } else {
            tls.ifPresent(wire::secure);
        }
        return config;
    }

    /**
     * The port.
     *
     * @return the bound one, also if 0 was asked for; not positive for a unix socket
     */
    public int port() {
        return server.port();
    }

    /**
     * Whether it still listens. A listener that ended by itself, since an accept failed or there was no memory left, is
     * noticed within about a second; the server is then stopped, and the log says so.
     *
     * @return false after {@link #stop()}, too
     */
    public boolean isRunning() {
        return server.isRunning();
    }

    /**
     * Whether it does not listen any more although nobody has stopped it.
     *
     * @return false also after {@link #stop()}
     */
    public boolean hasEndedByItself() {
        return endedByItself;
    }

    /**
     * Waits until it is stopped or has ended by itself. An interrupted wait returns early with the interrupt flag set.
     */
    public void awaitStop() {
        try {
            stopped.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The counters of the listener, for metrics.
     *
     * @return present values by name: {@code listener.connections}, the open connections; {@code listener.handshakes},
     *     those of them whose TLS handshake or PROXY header is not complete; {@code listener.refused.memory}, the heads
     *     and tunnels that were answered 503 for lack of memory; {@code listener.refused.descriptors}, the connections
     *     that were closed at the accept for lack of file descriptors;
     *     {@code listener.slow.requests}, the requests whose body came too slowly; {@code listener.slow.responses}, the
     *     responses that were cut because the client took them too slowly. Of a listener with TLS also {@code
     *     listener.tls.done} and {@code listener.tls.failed}, its handshakes, and {@code listener.certificate.expiry}, the
     *     Unix time in seconds at which the first certificate of its files expires
     */
    public Map<String, Long> stats() {
        AcceptedChannels accepted = wire.accepted();
        Map<String, Long> stats = new LinkedHashMap<>();
        stats.put("listener.connections", (long) accepted.open());
        stats.put("listener.handshakes", (long) accepted.unclaimed());
        stats.put("listener.refused.memory", wire.refusedForMemory());
        stats.put("listener.refused.descriptors", accepted.refused());
        stats.put("listener.slow.requests", wire.slowRequests());
        stats.put("listener.slow.responses", wire.slowResponses());
        tls.ifPresent(secure -> {
            stats.put("listener.tls.done", accepted.handshakesMade());
            stats.put("listener.tls.failed", accepted.handshakesFailed());
            secure.expiry().ifPresent(end -> stats.put("listener.certificate.expiry", end.getEpochSecond()));
        });
        return stats;
    }

    /**
     * Exchanges the listener's TLS for new connections.
     *
     * @param fresh the new certificates
     * @throws IllegalArgumentException if no client could be served with them; the old ones stay
     * @throws IllegalStateException if the listener speaks no TLS
     */
    public void reloadTls(Tls fresh) {
        ListenerTls secure = tls.orElseThrow(() -> new IllegalStateException("the listener speaks no TLS"));
        Mistakes mistakes = new Mistakes();
        mistakes.under(
                "tls", () -> secure.change(TlsOptions.builder().own(fresh).build()));
        mistakes.throwIfAny();
    }

    /**
     * Reads the files of the listener's certificates again, for new connections; does nothing without TLS.
     *
     * @throws dev.sluice.core.options.MistakesException naming everything that is wrong with them; the old ones stay
     */
    public void reloadCertificates() {
        tls.ifPresent(ListenerTls::reload);
    }

    /**
     * Takes other options for new connections; open ones keep what they have.
     *
     * @param changed to which the options so far {@link ListenOptions#changesAliveTo change alive}
     * @throws dev.sluice.core.options.MistakesException naming everything that is wrong with their files; then nothing
     *     has changed
     */
    public void change(ListenOptions changed) {
        changed.tls().ifPresent(options -> tls.ifPresent(secure -> secure.change(options)));
        wire.change(changed.clients());
        drainDelay = changed.drainDelay();
    }

    /**
     * Whether it is stopping: it may still serve, but should get no new clients.
     *
     * @return true from the beginning of {@link #stop()} on
     */
    public boolean isDraining() {
        return stopping.getCount() == 0 && !endedByItself;
    }

    /**
     * Stops the listener. It continues to accept and answer for the drain delay. Then it accepts no more connections,
     * answers one more request on each open one with {@code Connection: close}, waits for exchanges to end within the
     * drain timeout, and resets the rest. An interrupt or a second stop ends the drain delay.
     */
    public void stop() {
        if (stopping.getCount() > 0) {
            stopping.countDown();
            ticker.await(stopped, drainDelay);
        }
        boolean interrupted = Thread.interrupted(); // Helidon would not stop with the interrupt flag set
        end();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** As {@link #stop()}, without the drain delay. */
    public void stopAtOnce() {
        stopping.countDown();
        stop();
    }

    /**
     * Whether nobody listens where a listener wants to. Nothing is connected to.
     *
     * @param options of the listener
     * @return true if it could be started now
     */
    public static boolean isFree(ListenOptions options) {
        if (options.unixSocket().isPresent()) {
            return !Files.exists(options.unixSocket().get());
        }
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            probe.bind(options.address());
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private void end() {
        stopping.countDown();
        tls.ifPresent(ListenerTls::stop);
        wire.drain();
        try (Timer late = hosting.timers().deadline(this::drainOver)) {
            if (options.drainTimeout().isZero()) {
                drainOver();
            } else {
                late.set(options.drainTimeout());
            }
            server.stop();
        } finally {
            stopped.countDown();
        }
    }

    private void drainOver() {
        wire.drainOver();
        UnderWay left = wire.underWay();
        if (!left.isNothing()) {
            LOGGER.log(
                    Level.WARNING,
                    "the listener at {0} cuts what has not ended {1} ms after its drain began: {2} exchanges, {3} tunnels",
                    where(options, server.port()),
                    String.valueOf(options.drainTimeout().toMillis()),
                    String.valueOf(left.exchanges()),
                    String.valueOf(left.tunnels()));
        }
    }

    @Override
    public void close() {
        stop();
    }
}
