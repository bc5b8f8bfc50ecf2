package dev.sluice.model;

import dev.sluice.core.options.Mistakes;
import dev.sluice.routing.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program as data: immutable, compared by value, free of anything that runs. DSL, YAML and command line write models;
 * {@code explain()} reads them; a {@link Generation} makes one run.
 *
 * @param root what every request comes to first
 * @param pools those that routes name
 * @param listeners where it listens, by name, if it runs by itself; they are no parts that requests meet
 * @param settings of the program as a whole, by the names of their {@linkplain SettingType types}
 */
public record Model(
        Node root, Map<String, PoolNode> pools, Map<String, Spec<?>> listeners, Map<String, Spec<?>> settings) {
    /** Keeps its own copies, in the order in which they are written. */
    public Model {
        pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
        listeners = Collections.unmodifiableMap(new LinkedHashMap<>(listeners));
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /**
     * A program that is embedded, or told where to listen when it is started.
     *
     * @param root what every request comes to first
     * @param pools those that routes name
     */
    public Model(Node root, Map<String, PoolNode> pools) {
        this(root, pools, Map.of(), Map.of());
    }

    /**
     * A program without pools of a name.
     *
     * @param root what every request comes to first
     */
    public Model(Node root) {
        this(root, Map.of());
    }

    /**
     * A copy with another setting.
     *
     * @param setting in place of one of the same type
     * @return the copy
     */
    public Model with(Spec<?> setting) {
        Map<String, Spec<?>> all = new LinkedHashMap<>(settings);
        all.put(setting.type().name(), setting);
        return new Model(root, pools, listeners, all);
    }

    /**
     * All parts, in the order in which a request meets them.
     *
     * @return steps and terminals; those of pools behind all others
     */
    public List<Part<?>> parts() {
        List<Part<?>> parts = new ArrayList<>();
        for (Located located : located()) {
            parts.add(located.part());
        }
        return List.copyOf(parts);
    }

    /**
     * All parts with the paths by which their state is found again.
     *
     * @return in the order in which a request meets them, those of pools behind all others
     */
    public List<Located> located() {
        List<Located> all = new ArrayList<>();
        locate(root, Paths.root(), all);
        pools.forEach((name, pool) -> {
            Paths paths = Paths.pool(name);
            all.add(new Located(paths.of(pool.members()), pool.members()));
            locate(pool.node(), paths, all);
        });
        return List.copyOf(all);
    }

    /** No switch over the types of nodes: that takes milliseconds to link at the first call. */
    static void locate(Node node, Paths paths, List<Located> all) {
        Chained chained = Chained.of(node);
        all.addAll(paths.located(chained.steps()));
        if (chained.last() instanceof Routes routes) {
            routes.routes().forEach(route -> locate(route.then(), paths.inside(route), all));
            routes.otherwise().ifPresent(otherwise -> locate(otherwise, paths.otherwise(), all));
        } else {
            all.add(paths.located((Terminal<?>) chained.last()));
        }
    }

    /**
     * The routes, each with what it inherits.
     *
     * @return in the order in which they are written; none, if the program is one pipeline
     */
    public List<Flow> flows() {
        return Chained.of(root)
                .routes()
                .map(routes -> Flow.of(routes, Paths.root()))
                .orElse(List.of());
    }

    /**
     * What every request meets before a route is taken.
     *
     * @return the steps of the root, outermost first
     */
    public List<Located> edge() {
        return List.copyOf(Paths.root().located(Chained.of(root).steps()));
    }

    /**
     * What takes the requests that no route takes.
     *
     * @return steps and terminal; nothing if they are answered with 404
     */
    public List<Located> otherwise() {
        List<Located> all = new ArrayList<>();
        Chained.of(root)
                .routes()
                .flatMap(Routes::otherwise)
                .ifPresent(otherwise -> locate(otherwise, Paths.root().otherwise(), all));
        return List.copyOf(all);
    }

    /**
     * What becomes of targets that can be read in more than one way.
     *
     * @return what the root's choice of routes says; they pass if there is none
     */
    public Routes.Ambiguous ambiguous() {
        return Chained.of(root).routes().map(Routes::ambiguous).orElse(Routes.Ambiguous.PASS);
    }

    /**
     * What is suspicious: routes that no request can reach, pairs of routes that only the order in which they are
     * written tells apart, and total timeouts that are too short for the attempts behind them.
     *
     * @return a sentence each; none if all is well
     */
    public List<String> findings() {
        List<String> findings = new ArrayList<>(table().findings());
        findings.addAll(TimeBudget.findings(this));
        return findings;
    }

    /**
     * The routes as an index, without anything that runs.
     *
     * @return to ask which route takes a request, and why
     */
    public Table<Flow> table() {
        return Table.of(flows().stream()
                .map(flow -> new Table.Entry<>(flow.name(), flow.when(), flow.priority(), flow))
                .toList());
    }

    /**
     * Tries what can only be seen by trying or as a whole, for all parts; changes nothing.
     *
     * @throws IllegalArgumentException naming every mistake with its place
     */
    public void check() {
        Mistakes mistakes = new Mistakes();
        inconsistencies().forEach(mistakes::add);
        parts().forEach(part -> check(part, mistakes));
        settings.values().forEach(setting -> check(setting, mistakes));
        mistakes.throwIfAny();
    }

    /**
     * What is wrong with the model as a whole: routes of one name, pools that there are not, steps that stand where they
     * must not.
     *
     * @return a sentence for each mistake, with its place
     */
    public List<String> inconsistencies() {
        return inconsistencies(pools.keySet());
    }

    /**
     * What is wrong with the model as a whole, while some of its pools are left out because of their own mistakes.
     *
     * @param known the names of all pools
     * @return a sentence for each mistake, with its place
     */
    public List<String> inconsistencies(Set<String> known) {
        Mistakes mistakes = new Mistakes();
        new Consistency(this, known, mistakes).check();
        return mistakes.found();
    }

    private static <O> void check(Part<O> part, Mistakes mistakes) {
        for (String problem : part.type().problems(part.options())) {
            mistakes.add(part.place().before(part.type().name() + ": " + problem));
        }
    }
}
