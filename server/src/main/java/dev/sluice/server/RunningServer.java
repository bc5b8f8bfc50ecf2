package dev.sluice.server;

import dev.sluice.core.Ticker;
import dev.sluice.core.Timers.Timer;
import dev.sluice.core.UriHost;
import dev.sluice.server.accept.AcceptedChannels;
import dev.sluice.server.accept.Capacity;
import dev.sluice.server.accept.TlsProof;
import dev.sluice.server.http1.UnderWay;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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
    private final Ticker ticker;
    /** Counted down when a stop begins, or when the listener has ended by itself. */
    private final CountDownLatch stopping = new CountDownLatch(1);

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ListenOptions options;

    private RunningServer(WebServer server, WireHost wire, Hosting hosting, ListenOptions options) {
        this.server = server;
        this.wire = wire;
        this.hosting = hosting;
        this.ticker = hosting.ticker();
        this.options = options;
    }

    /**
     * Starts a listener.
     *
     * @param routes registers the pipeline and own routes
     * @param hosting time, recorders and error renderer
     * @param options where and how to listen
     * @return the running server; its port is bound
     * @throws IllegalStateException if the address cannot be bound, saying which
     */
    public static RunningServer start(Consumer<HttpRouting.Builder> routes, Hosting hosting, ListenOptions options) {
        HttpRouting.Builder routing = HttpRouting.builder();
        routes.accept(routing);
        int most = connectionsAtMost(options);
        WireHost wire = WireHost.alone(options.wire(), hosting, most, lastRequest(options));
        WebServer server = config(options, wire).addRouting(routing).build();
        LOGGER.log(Level.INFO, "at most {0} connections at a time", most);
        server.start(); // a failure to bind is only logged by it
        if (!server.isRunning()) {
            throw new IllegalStateException(
                    "cannot listen at " + where(options, options.address().getPort()) + ": " + whyNot(options));
        }
        RunningServer running = new RunningServer(server, wire, hosting, options);
        running.watch(new InetSocketAddress(options.address().getAddress(), server.port()));
        return running;
    }

    private void watch(InetSocketAddress bound) {
        new ListenerWatch(bound, () -> {
                    LOGGER.log(Level.ERROR, "the listener at {0} has ended by itself: the server is stopped", bound);
                    end();
                })
                .start(ticker, stopping);
    }

    /** The configured number, reduced to what is possible. */
    private static int connectionsAtMost(ListenOptions options) {
        Capacity capacity = Capacity.ofProcess();
        int possible = capacity.atMost(options.tls().isPresent());
        if (options.maxConnections() > possible) {
            LOGGER.log(
                    Level.WARNING,
                    "maxConnections {0} is more than {1} allow: it is {2} instead",
                    String.valueOf(options.maxConnections()),
                    capacity,
                    String.valueOf(possible));
        }
        return Math.min(options.maxConnections(), possible);
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

    /** Host and port as a URL writes them; Java's {@code toString()} of an unresolved address differs. */
    private static String where(ListenOptions options, int port) {
        return UriHost.of(options.address().getHostString()) + ":" + port;
    }

    private static String whyNot(ListenOptions options) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(options.address());
            return "the log says why";
        } catch (IOException reason) {
            return String.valueOf(reason.getMessage());
        }
    }

    private static WebServerConfig.Builder config(ListenOptions options, WireHost wire) {
        SocketOptions accepted = wire.connectionOptions();
        WebServerConfig.Builder config = WebServer.builder()
                .bindAddress(options.address())
                .backlog(BACKLOG)
                .useNio(false)
                .connectionOptions(accepted)
                .addConnectionSelector(wire)
                .protocolsDiscoverServices(false)
                .featuresDiscoverServices(false)
                .shutdownHook(false)
                .maxTcpConnections(-1) // the wire host admits them
                .shutdownGracePeriod(untilCut(options))
                .enableProxyProtocol(!options.wire().proxyProtocolFrom().isEmpty());
        options.tls().map(wire::tls).ifPresent(config::tls);
        return config;
    }

    /**
     * The port.
     *
     * @return the bound one, also if 0 was asked for
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
     *     responses that were cut because the client took them too slowly
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
        return stats;
    }

    /**
     * Replaces the listener's certificates, for new connections.
     *
     * @param tls the new ones
     * @throws IllegalArgumentException if no client could be served with them; the old ones stay
     */
    public void reloadTls(Tls tls) {
        TlsProof.mistake(tls).ifPresent(wrong -> {
            throw new IllegalArgumentException("tls: " + wrong);
        });
        server.reloadTls(tls);
    }

    /**
     * Whether it is stopping: it may still serve, but should get no new clients.
     *
     * @return true from the beginning of {@link #stop()} on
     */
    public boolean isDraining() {
        return stopping.getCount() == 0;
    }

    /**
     * Stops the listener. It continues to accept and answer for the drain delay. Then it accepts no more connections,
     * answers one more request on each open one with {@code Connection: close}, waits for exchanges to end within the
     * drain timeout, and resets the rest. An interrupt or a second stop ends the drain delay.
     */
    public void stop() {
        if (stopping.getCount() > 0) {
            stopping.countDown();
            ticker.await(stopped, options.drainDelay());
        }
        boolean interrupted = Thread.interrupted(); // Helidon would not stop with the interrupt flag set
        end();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        stopping.countDown();
        wire.drain();
        try (Timer late = hosting.timers().deadline(this::tellWhatIsCut)) {
            if (options.drainTimeout().isZero()) {
                tellWhatIsCut();
            } else {
                late.set(options.drainTimeout());
            }
            server.stop();
        } finally {
            stopped.countDown();
        }
    }

    private void tellWhatIsCut() {
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
