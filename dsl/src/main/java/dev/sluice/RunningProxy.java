package dev.sluice;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.model.Generation;
import dev.sluice.server.ListenOptions;
import dev.sluice.server.Pipeline;
import dev.sluice.server.RunningServer;
import io.helidon.common.Weighted;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A proxy that listens. Thread-safe. Stops with the process, too, unless {@link Listen#stopWithProcess} says otherwise:
 * it then drains like {@link #stop()}.
 */
public final class RunningProxy implements AutoCloseable {
    private final Proxy proxy;
    private final RunningServer server;
    private final URI uri;
    private final List<ExchangeRecorder> recorders;
    private final AtomicBoolean released = new AtomicBoolean();
    private final Thread withProcess = new Thread(this::stopServer, "sluice-stop");

    private RunningProxy(Proxy proxy, RunningServer server, URI uri, List<ExchangeRecorder> recorders) {
        this.recorders = recorders;
        this.proxy = proxy;
        this.server = server;
        this.uri = uri;
    }

    static RunningProxy start(Proxy proxy, Listen listen) {
        ListenOptions options = listen.options(proxy.model());
        Generation generation = proxy.acquire();
        try {
            Pipeline compiled = proxy.pipeline(generation);
            Pipeline pipeline = listen.allowsAmbiguousTargets() ? compiled.allowAmbiguousTargets() : compiled;
            RunningServer server = RunningServer.start(
                    routing -> {
                        listen.routes().accept(pipeline.guarding(routing));
                        routing.addFeature(new Hosted(pipeline));
                    },
                    proxy.hosting(generation, pipeline),
                    options);
            return new RunningProxy(proxy, server, listen.address(server.port()), generation.recorders())
                    .stopWithProcess(listen.stopsWithProcess());
        } catch (RuntimeException | Error failed) {
            proxy.release();
            throw failed;
        }
    }

    /** The pipeline behind all routes; unlike the proxy itself, it is not told when the server stops. */
    private record Hosted(Pipeline pipeline) implements HttpFeature, Weighted {
        @Override
        public void setup(HttpRouting.Builder routing) {
            pipeline.install(routing);
        }

        @Override
        public double weight() {
            return Proxy.WEIGHT;
        }
    }

    private RunningProxy stopWithProcess(boolean wanted) {
        if (wanted) {
            Runtime.getRuntime().addShutdownHook(withProcess);
        }
        return this;
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
     * Where clients find it.
     *
     * @return scheme, host and port; the host is a loopback address if it listens on all addresses
     */
    public URI uri() {
        return uri;
    }

    /**
     * What its steps show of their state: how many wait, how many keys are remembered, how many lines were lost.
     *
     * @return numbers by name, such as {@code connLimit.waiting}, and those of {@link RunningServer#stats()}, read now
     */
    public Map<String, Long> stats() {
        Map<String, Long> stats = new LinkedHashMap<>(server.stats());
        stats.putAll(proxy.gauges().read());
        return stats;
    }

    /**
     * Whether it listens.
     *
     * @return false once it was stopped, or its listener has ended by itself, which the log says
     */
    public boolean isRunning() {
        return server.isRunning();
    }

    /**
     * Whether it was told to stop: it may still serve, for the time of {@link Listen#drainDelay} and that of its last
     * exchanges, but wants no new clients.
     *
     * @return true from the beginning of {@link #stop()} on
     */
    public boolean isDraining() {
        return server.isDraining();
    }

    /** Waits until it is stopped, by somebody or by itself. An interrupt ends the wait, and is kept. */
    public void awaitStop() {
        server.awaitStop();
    }

    /**
     * Exchanges the listener's certificates for new connections, without a restart.
     *
     * @param tls the new ones
     * @throws IllegalArgumentException if no client could be served with them; the old ones stay
     */
    public void reloadTls(Tls tls) {
        server.reloadTls(tls);
    }

    /**
     * Opens log files anew, those of every trace: what rotates logs asks for that. Returns at once; within some
     * milliseconds the old files are let go.
     */
    public void reopenLogs() {
        recorders.forEach(ExchangeRecorder::reopen);
    }

    /**
     * Goes on serving for {@link Listen#drainDelay}; then takes no more connections, answers one more request on each that
     * is open, lets exchanges end within the drain timeout, and cuts the rest.
     */
    public void stop() {
        try {
            Runtime.getRuntime().removeShutdownHook(withProcess);
        } catch (IllegalStateException processEnds) {
            // the hook runs, or will; stopping twice is stopping once
        }
        stopServer();
    }

    private void stopServer() {
        server.stop();
        if (!released.getAndSet(true)) {
            proxy.release();
        }
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public String toString() {
        return (isRunning() ? "listening on " + uri : "stopped") + "\n" + proxy.explain();
    }
}
