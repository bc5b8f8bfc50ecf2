package dev.sluice;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.model.Model;
import dev.sluice.server.ListenOptions;
import dev.sluice.server.Pipeline;
import dev.sluice.server.RunningServer;
import io.helidon.common.Weighted;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A program that listens, on one or more listeners. Thread-safe. Stops with the process, too, unless {@link
 * Listen#stopWithProcess} says otherwise: it then drains like {@link #stop()}.
 */
public abstract sealed class Running implements AutoCloseable permits RunningProxy, RunningGateway {
    private final Program program;
    private final Live live;
    private final List<Listener> listeners;
    private final AtomicBoolean released = new AtomicBoolean();
    private final Thread withProcess = new Thread(this::stopServers, "sluice-stop");

    /** A listener that was started. */
    private record Listener(RunningServer server, URI uri) {}

    /**
     * Starts listeners, all or none.
     *
     * @throws ProgramException naming every mistake of their options, and everything that cannot be had
     * @throws IllegalStateException if an address cannot be bound
     */
    Running(Program program, List<Listen> wanted) {
        this.program = program;
        Model model = program.model();
        List<ListenOptions> options =
                wanted.stream().map(listen -> listen.options(model)).toList();
        this.live = program.acquire();
        List<Listener> started = new ArrayList<>();
        try {
            for (int i = 0; i < wanted.size(); i++) {
                started.add(started(wanted.get(i), options.get(i)));
            }
        } catch (RuntimeException | Error failed) {
            started.forEach(listener -> listener.server().stop());
            program.release();
            throw failed;
        }
        this.listeners = List.copyOf(started);
        if (wanted.stream().allMatch(Listen::stopsWithProcess)) {
            Runtime.getRuntime().addShutdownHook(withProcess);
        }
    }

    private Listener started(Listen listen, ListenOptions options) {
        Pipeline compiled = live.pipeline();
        Pipeline pipeline = listen.allowsAmbiguousTargets() ? compiled.allowAmbiguousTargets() : compiled;
        RunningServer server = RunningServer.start(
                routing -> {
                    listen.routes().accept(pipeline.guarding(routing));
                    routing.addFeature(new Hosted(pipeline));
                },
                live.hosting(),
                options);
        return new Listener(server, listen.address(server.port()));
    }

    /** The pipeline behind all routes; unlike the program itself, it is not told when the server stops. */
    private record Hosted(Pipeline pipeline) implements HttpFeature, Weighted {
        @Override
        public void setup(HttpRouting.Builder routing) {
            pipeline.install(routing);
        }

        @Override
        public double weight() {
            return Program.WEIGHT;
        }
    }

    final Live live() {
        return live;
    }

    private Listener first() {
        return listeners.getFirst();
    }

    /**
     * The port; of the first listener, if there are several.
     *
     * @return the bound one, also if 0 was asked for
     */
    public final int port() {
        return first().server().port();
    }

    /**
     * Where clients find it; the first listener, if there are several.
     *
     * @return scheme, host and port; the host is a loopback address if it listens on all addresses
     */
    public final URI uri() {
        return first().uri();
    }

    /**
     * What its steps show of their state: how many wait, how many keys are remembered, how many lines were lost.
     *
     * @return numbers by name, such as {@code connLimit.waiting}, and those of {@link RunningServer#stats()}, read now
     */
    public final Map<String, Long> stats() {
        Map<String, Long> stats = new LinkedHashMap<>();
        listeners.forEach(
                listener -> listener.server().stats().forEach((name, value) -> stats.merge(name, value, Long::sum)));
        stats.putAll(live.gauges().read());
        return stats;
    }

    /**
     * Whether it listens.
     *
     * @return false once it was stopped, or its listener has ended by itself, which the log says
     */
    public final boolean isRunning() {
        return listeners.stream().allMatch(listener -> listener.server().isRunning());
    }

    /**
     * Whether it was told to stop: it may still serve, for the time of {@link Listen#drainDelay} and that of its last
     * exchanges, but wants no new clients.
     *
     * @return true from the beginning of {@link #stop()} on
     */
    public final boolean isDraining() {
        return listeners.stream().anyMatch(listener -> listener.server().isDraining());
    }

    /** Waits until it is stopped, by somebody or by itself. An interrupt ends the wait, and is kept. */
    public final void awaitStop() {
        listeners.forEach(listener -> listener.server().awaitStop());
    }

    /**
     * Exchanges the listener's certificates for new connections, without a restart.
     *
     * @param tls the new ones
     * @throws IllegalArgumentException if no client could be served with them; the old ones stay
     */
    public final void reloadTls(Tls tls) {
        first().server().reloadTls(tls);
    }

    /**
     * Opens log files anew, those of every trace: what rotates logs asks for that. Returns at once; within some
     * milliseconds the old files are let go.
     */
    public final void reopenLogs() {
        live.current().generation().recordersEverywhere().forEach(ExchangeRecorder::reopen);
    }

    /**
     * Goes on serving for {@link Listen#drainDelay}; then takes no more connections, answers one more request on each that
     * is open, lets exchanges end within the drain timeout, and cuts the rest.
     */
    public final void stop() {
        try {
            Runtime.getRuntime().removeShutdownHook(withProcess);
        } catch (IllegalStateException processEnds) {
            // the hook runs, or will; stopping twice is stopping once
        }
        stopServers();
    }

    private void stopServers() {
        listeners.forEach(listener -> listener.server().stop());
        if (!released.getAndSet(true)) {
            program.release();
        }
    }

    @Override
    public final void close() {
        stop();
    }

    @Override
    public final String toString() {
        return (isRunning() ? "listening on " + uris() : "stopped") + "\n"
                + Explanation.of(live.current().generation().model());
    }

    private String uris() {
        return String.join(
                ", ",
                listeners.stream().map(listener -> listener.uri().toString()).toList());
    }
}
