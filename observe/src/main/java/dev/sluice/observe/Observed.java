package dev.sluice.observe;

import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.model.Difference;
import dev.sluice.model.Model;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A program that runs, as those see it who observe and steer it. Thread-safe. */
public interface Observed {
    /**
     * A model that was made to run.
     *
     * @param number from 1
     * @param at when
     * @param model what has run since
     * @param difference what it changed
     */
    record Version(int number, Instant at, Model model, Difference difference) {}

    /**
     * A listener.
     *
     * @param name as the model calls it
     * @param uri where clients find it
     * @param running false once it has ended by itself; true while it is told to stop, and serves its last clients
     * @param stats its counters by name, such as {@code listener.connections}, read now
     */
    record Listening(String name, URI uri, boolean running, Map<String, Long> stats) {}

    /**
     * The connections to an upstream that are made in one way and speak one version of HTTP.
     *
     * @param upstream the upstream
     * @param protocol {@code 1.1} or {@code 2}
     * @param idle how many carry no exchange
     * @param active how many carry exchanges or a tunnel
     */
    record Connections(Upstream upstream, String protocol, int idle, int active) {}

    /**
     * A number that a part of the model shows of its state.
     *
     * @param path of the part, such as {@code orders/connLimit#1}; empty for one of the program as a whole
     * @param name such as {@code connLimit.waiting}
     * @param value read now
     */
    record Gauge(String path, String name, long value) {}

    /**
     * The time of the program.
     *
     * @return by which journal entries and requests are timed
     */
    Ticker ticker();

    /**
     * The timers of the program, which also start its threads.
     *
     * @return for whatever repeats
     */
    Timers timers();

    /**
     * What runs now.
     *
     * @return the newest version
     */
    Version version();

    /**
     * What has run.
     *
     * @return the newest first; the last twenty at most
     */
    List<Version> history();

    /**
     * Whether its model can be changed while it runs.
     *
     * @return false for a program of one pipeline
     */
    boolean changeable();

    /**
     * Reads a model.
     *
     * @param yaml or JSON, as in gateway files
     * @return the model; nothing has changed
     * @throws dev.sluice.core.options.MistakesException naming every mistake
     */
    Model read(String yaml);

    /**
     * Writes a model.
     *
     * @param model what to write
     * @return as {@link #read} reads it
     * @throws dev.sluice.core.options.MistakesException naming what has no form in YAML, such as lambdas of a program
     */
    String yaml(Model model);

    /**
     * Writes a model.
     *
     * @param model what to write
     * @return as {@link #yaml}, in JSON
     * @throws dev.sluice.core.options.MistakesException as {@link #yaml}
     */
    String json(Model model);

    /**
     * What would change if another model ran.
     *
     * @param model what might run
     * @return the difference; nothing has changed
     * @throws dev.sluice.core.options.MistakesException naming everything that cannot be had
     */
    Difference plan(Model model);

    /**
     * Makes another model run.
     *
     * @param model what is to run
     * @param version which must run now; empty to take any
     * @return the version that runs
     * @throws IllegalStateException if another version runs, or nothing can be changed; then nothing has changed
     * @throws dev.sluice.core.options.MistakesException naming everything that cannot be had; then nothing has changed
     */
    Version apply(Model model, OptionalInt version);

    /**
     * Makes the model of before run again.
     *
     * @param version which must run now; empty to take any
     * @return the version that runs
     * @throws IllegalStateException if another version runs, or there is none before it; then nothing has changed
     */
    Version rollback(OptionalInt version);

    /**
     * The pools that requests are balanced over.
     *
     * @return by name; a pool without a name has the path of the step that picks from it
     */
    Map<String, Pool> pools();

    /**
     * The connections to upstreams.
     *
     * @return read now
     */
    List<Connections> connections();

    /**
     * The instances of one class, such as breakers and limits.
     *
     * @param type the class
     * @param <T> the class
     * @return by the paths of their parts
     */
    <T> Map<String, T> made(Class<T> type);

    /**
     * What its parts show of their state.
     *
     * @return read now
     */
    List<Gauge> gauges();

    /**
     * Where it listens.
     *
     * @return none for a program that is embedded in a service
     */
    List<Listening> listeners();

    /**
     * Whether it was told to stop.
     *
     * @return true while it goes on serving for those who have not heard of it
     */
    boolean draining();

    /**
     * Why it does not run what it was last told to, if so.
     *
     * @return a sentence for each mistake of the last model that was refused; none once another was applied
     */
    List<String> refused();

    /**
     * What would become of a request. Nothing is sent.
     *
     * @param method such as {@code GET}
     * @param url with scheme and host
     * @param fields lines such as {@code Accept: text/html}
     * @return a text for people
     * @throws IllegalArgumentException naming what is wrong with the request
     */
    String explain(String method, String url, List<String> fields);

    /**
     * Tells of every decision from now on. While nobody listens, decisions cost nothing.
     *
     * @param reader quick, thread-safe
     * @return cancels it
     */
    Registration onDecision(Consumer<Journal.Entry> reader);
}
