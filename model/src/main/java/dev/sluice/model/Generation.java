package dev.sluice.model;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.routing.Table;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A model that runs: the instances of its parts, each with its state, and the table of its routes. Immutable and
 * thread-safe; closed once, when its last exchange has ended.
 *
 * <p>What a request meets: the {@link #edge edge}, which is the steps of the root, up to its pick of an upstream or its
 * routes; and the {@link #end end}, which is all the rest.
 */
public final class Generation implements AutoCloseable {
    private final Model model;
    private final Environment environment;
    private final Composer composer;
    private final Instances instances;
    private final List<Middleware> edge;
    private final List<ExchangeRecorder> recorders;
    private final Handler end;
    private final List<Table<Handler>> tables;
    private final Function<Middleware, String> paths;

    Generation(
            Model model,
            Environment environment,
            Composer composer,
            Instances instances,
            List<Middleware> edge,
            List<ExchangeRecorder> recorders,
            Handler end,
            List<Table<Handler>> tables,
            Function<Middleware, String> paths) {
        this.model = model;
        this.environment = environment;
        this.composer = composer;
        this.instances = instances;
        this.edge = List.copyOf(edge);
        this.recorders = List.copyOf(recorders);
        this.end = end;
        this.tables = List.copyOf(tables);
        this.paths = paths;
    }

    /**
     * Makes the instances.
     *
     * @param model what is to run
     * @param environment what instances are made with
     * @return the generation
     * @throws IllegalArgumentException naming everything that cannot be had, with its place; then nothing runs
     */
    public static Generation of(Model model, Environment environment) {
        return of(model, environment, Composer.PLAIN);
    }

    /**
     * Makes the instances.
     *
     * @param model what is to run
     * @param environment what instances are made with
     * @param composer puts the steps of routes around their ends
     * @return the generation
     * @throws IllegalArgumentException naming everything that cannot be had, with its place; then nothing runs
     */
    public static Generation of(Model model, Environment environment, Composer composer) {
        return new Maker(model, environment, composer, Map.of(), Map.of()).made();
    }

    /**
     * The generation after this one. What is the same part at the same place keeps its instance: its buckets, breakers,
     * connections. The rest is made, and what is missing is closed with this generation.
     *
     * @param changed what is to run
     * @return the next one; this one goes on until it is closed
     * @throws IllegalArgumentException naming everything that cannot be had, with its place; then nothing has changed
     */
    public Generation next(Model changed) {
        return new Maker(changed, environment, composer, instances.byPath(), model.pools()).made();
    }

    /**
     * What runs.
     *
     * @return the model
     */
    public Model model() {
        return model;
    }

    /**
     * The steps that every request meets first.
     *
     * @return outermost first, up to the pick of an upstream or the choice of a route
     */
    public List<Middleware> edge() {
        return edge;
    }

    /**
     * Where a step stands in the model.
     *
     * @param step one that a request meets
     * @return its path, such as {@code orders/rateLimit#1}; empty for one that is not of this model
     */
    public String path(Middleware step) {
        return paths.apply(step);
    }

    /**
     * What the edge leads to.
     *
     * @return the rest of the program as one handler
     */
    public Handler end() {
        return end;
    }

    /**
     * The gates that keep a record of every exchange, wherever they stand outside the routes: a host tells them of the
     * messages that it refuses before any pipeline.
     *
     * @return outermost first
     */
    public List<ExchangeRecorder> recorders() {
        return recorders;
    }

    /**
     * All gates that keep a record of exchanges, those on routes too.
     *
     * @return in no order
     */
    public List<ExchangeRecorder> recordersEverywhere() {
        return instances.byPath().values().stream()
                .map(Instance::made)
                .filter(ExchangeRecorder.class::isInstance)
                .map(ExchangeRecorder.class::cast)
                .toList();
    }

    /**
     * What is suspicious about it, as {@link Model#findings()} says without anything that runs.
     *
     * @return a sentence each; none if all is well
     */
    public List<String> findings() {
        return Stream.concat(
                        tables.stream().flatMap(table -> table.findings().stream()),
                        TimeBudget.findings(model).stream())
                .toList();
    }

    /**
     * The instances of one class, such as those of a kind of step.
     *
     * @param type the class
     * @param <T> the class
     * @return by the paths of their parts
     */
    public <T> Map<String, T> made(Class<T> type) {
        Map<String, T> found = new TreeMap<>();
        instances.byPath().forEach((path, instance) -> {
            if (type.isInstance(instance.made())) {
                found.put(path, type.cast(instance.made()));
            }
        });
        return found;
    }

    /** Closes what no later generation has kept: the last that was made first. What a user lent stays open. */
    @Override
    public void close() {
        instances.close();
    }
}
