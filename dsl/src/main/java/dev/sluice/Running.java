package dev.sluice;

import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.options.Mistakes;
import dev.sluice.core.options.MistakesException;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.observe.meters.Stats;
import dev.sluice.server.ListenOptions;
import io.helidon.common.tls.Tls;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A program that listens, on one or more listeners. Thread-safe. Stops with the process, too, unless {@link
 * Listen#stopWithProcess} says otherwise: it then drains like {@link #stop()}.
 */
public abstract sealed class Running implements AutoCloseable permits RunningProxy, RunningGateway {
    private final Program program;
    private final Live live;
    private final Listeners listeners;
    private final AtomicBoolean released = new AtomicBoolean();
    private final Thread withProcess = new Thread(this::stopServers, "sluice-stop");

    /**
     * Starts one listener.
     *
     * @throws ProgramException naming every mistake of its options, and everything that cannot be had
     * @throws IllegalStateException if the address cannot be bound
     */
    Running(Program program, Listen listen) {
        this(program, Map.of("listen", options(listen)), name -> name, listen.stopsWithProcess());
    }

    /**
     * Starts listeners, all or none.
     *
     * @param title what messages call a listener, by its name
     * @throws ProgramException naming every mistake of their options, and everything that cannot be had
     * @throws IllegalStateException if an address cannot be bound
     */
    Running(Program program, Map<String, ListenOptions> wanted, UnaryOperator<String> title, boolean stopWithProcess) {
        this.program = program;
        this.live = program.acquire();
        this.listeners = new Listeners(live, title);
        try {
            listeners.change(wanted, program.model()).done();
            live.observed().started(listeners);
        } catch (RuntimeException | Error failed) {
            program.release();
            throw failed;
        }
        if (stopWithProcess) {
            Runtime.getRuntime().addShutdownHook(withProcess);
        }
    }

    private static ListenOptions options(Listen listen) {
        try {
            return listen.options();
        } catch (MistakesException mistakes) {
            throw new ProgramException(mistakes.mistakes().stream()
                    .map(message -> "listen: " + message)
                    .toList());
        }
    }

    final Listeners listeners() {
        return listeners;
    }

    final Live live() {
        return live;
    }

    private Listener first() {
        return listeners.all().iterator().next();
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
     * Where it is looked after: its {@linkplain Settings#admin admin listener}.
     *
     * @return empty if it has none
     */
    public final Optional<URI> adminUri() {
        return live.adminUri();
    }

    /**
     * What is counted and measured of exchanges, attempts, pools and listeners, and what steps show of their state.
     *
     * @return a snapshot of now
     */
    public final Stats stats() {
        return live.stats();
    }

    /**
     * The pools that requests are balanced over: their members with weights, votes, requests in flight and last failures.
     * Through them, members are added, weighted, drained and removed while requests run; that is not part of the model, and
     * lasts until an applied model has other members for the pool.
     *
     * @return by name; a pool without a name has the path of the step that picks from it
     */
    public final Map<String, Pool> pools() {
        return live.pools();
    }

    /**
     * A pool of {@link #pools()}.
     *
     * @param name of the pool
     * @return the pool
     * @throws IllegalArgumentException naming all pools, if there is none of that name
     */
    public final Pool pool(String name) {
        Map<String, Pool> all = pools();
        return Optional.ofNullable(all.get(name))
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no pool \"" + name + "\"; there are " + all.keySet()));
    }

    /**
     * Tells of every decision that is taken from now on: picks, retries, ejections, trips, changes of members. While nobody
     * listens, decisions cost nothing.
     *
     * @param reader quick, thread-safe: it runs where the decision is taken. What it throws is logged
     * @return cancels it
     */
    public final Registration onDecision(Consumer<Journal.Entry> reader) {
        return live.decisions().read(reader);
    }

    /**
     * Whether it listens.
     *
     * @return false once it was stopped, or its listener has ended by itself, which the log says
     */
    public final boolean isRunning() {
        return listeners.all().stream().allMatch(listener -> listener.server().isRunning());
    }

    /**
     * Whether it was told to stop: it may still serve, for the time of {@link Listen#drainDelay} and that of its last
     * exchanges, but wants no new clients.
     *
     * @return true from the beginning of {@link #stop()} on
     */
    public final boolean isDraining() {
        return listeners.all().stream().anyMatch(listener -> listener.server().isDraining());
    }

    /** Waits until it is stopped, by somebody or by itself. An interrupt ends the wait, and is kept. */
    public final void awaitStop() {
        listeners.awaitStop();
    }

    /**
     * Exchanges the certificates of the first listener for new connections, without a restart.
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
     * Reads the files of all certificates again, for new connections; open ones keep what they have. Does nothing where
     * there are none. Files that change are read again by themselves, too, but not at once.
     *
     * @throws dev.sluice.core.options.MistakesException naming everything that is wrong with them; of each listener
     *     that has a mistake the old ones stay
     */
    public final void reloadCertificates() {
        Mistakes mistakes = new Mistakes();
        listeners.all().forEach(listener -> mistakes.trying(listener.server()::reloadCertificates));
        mistakes.under("admin", live::reloadCertificates);
        mistakes.throwIfAny();
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
        live.unfollow(listeners);
        listeners.stop();
        live.observed().stopped(listeners);
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
                listeners.all().stream()
                        .map(listener -> listener.uri().toString())
                        .toList());
    }
}
