package dev.sluice.model;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.expression.Expression;
import dev.sluice.routing.MatchContext;
import dev.sluice.routing.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes one generation: first the instances of pools, then those of the root, in the order in which a request meets them. */
final class Maker {
    private final Model model;
    private final Environment environment;
    private final Composer composer;
    private final Map<String, Instance> before;
    private final Instances instances;
    private final Map<String, Handler> pools = new HashMap<>();

    Maker(Model model, Environment environment, Composer composer, Map<String, Instance> before) {
        this.model = model;
        this.environment = environment;
        this.composer = composer;
        this.before = before;
        this.instances = new Instances(environment);
    }

    Generation made() {
        model.check();
        try {
            model.pools().forEach((name, pool) -> pools.put(name, whole(pool.node(), Paths.pool(name))));
            Chained root = chained(model.root(), Paths.root(), List.of());
            Handler end = end(root);
            Generation made =
                    new Generation(model, environment, composer, instances, root.steps(), root.recorders(), end);
            model.pools().values().forEach(pool -> pool.members().apply(environment));
            return made;
        } catch (RuntimeException | Error failed) {
            instances.close();
            throw failed;
        }
    }

    private Handler whole(Node node, Paths paths) {
        Chained chained = chained(node, paths, List.of());
        return composer.around(chained.steps(), end(chained));
    }

    /** The steps of a node, behind those of the scopes around it. */
    private Chained chained(Node node, Paths paths, List<Middleware> outside) {
        List<Middleware> steps = new ArrayList<>(outside);
        List<Middleware> behindPick = new ArrayList<>();
        Node next = node;
        while (next instanceof Chain chain) {
            for (Step<?> step : chain.steps()) {
                Middleware made = instances.step(paths.of(step), step, before);
                (step.picks() || !behindPick.isEmpty() ? behindPick : steps).add(made);
            }
            next = chain.then();
        }
        return new Chained(steps, behindPick, next, paths);
    }

    private Handler end(Chained chained) {
        return Composer.PLAIN.around(chained.behindPick(), last(chained));
    }

    private Handler last(Chained chained) {
        if (chained.last() instanceof Routes routes) {
            return router(routes, chained.paths());
        }
        Terminal<?> terminal = (Terminal<?>) chained.last();
        Handler pool = terminal.pool().map(pools::get).orElse(null);
        return pool == null ? instances.terminal(chained.paths().of(terminal), terminal, before) : pool;
    }

    /** All routes, those in scopes too, stand in one table, each behind the steps of its scopes. */
    private Router router(Routes routes, Paths paths) {
        List<Table.Entry<Handler>> entries = new ArrayList<>();
        enter(routes, paths, new Scope(null, 0, List.of()), entries);
        Optional<Handler> otherwise = routes.otherwise().map(node -> whole(node, paths.otherwise()));
        return new Router(Table.of(entries), otherwise, routes.ambiguous(), environment);
    }

    private void enter(Routes routes, Paths paths, Scope scope, List<Table.Entry<Handler>> entries) {
        for (Route route : routes.routes()) {
            Scope inner = scope.of(route);
            Chained chained = chained(route.then(), paths.inside(route), scope.steps());
            if (chained.last() instanceof Routes inside && chained.behindPick().isEmpty()) {
                Scope within = new Scope(inner.when(), inner.priority(), chained.steps());
                enter(inside, chained.paths(), within, entries);
                inside.otherwise()
                        .map(node -> chained(node, chained.paths().otherwise(), within.steps()))
                        .ifPresent(rest -> entries.add(within.otherwise(route.id(), handler(rest))));
            } else {
                entries.add(new Table.Entry<>(route.name(), inner.given(), inner.priority(), handler(chained)));
            }
        }
    }

    private Handler handler(Chained chained) {
        return composer.around(chained.steps(), end(chained));
    }

    /**
     * The steps of a chain, and what is behind them.
     *
     * @param steps up to the pick of an upstream
     * @param behindPick the others, which run for each attempt; the pick itself is the first
     * @param last routes or terminal
     */
    private record Chained(List<Middleware> steps, List<Middleware> behindPick, Node last, Paths paths) {
        List<ExchangeRecorder> recorders() {
            return Stream.concat(steps.stream(), behindPick.stream())
                    .filter(ExchangeRecorder.class::isInstance)
                    .map(ExchangeRecorder.class::cast)
                    .toList();
        }
    }

    /**
     * What routes inherit.
     *
     * @param when which requests come here; none for all
     * @param priority of the routes that have none of their own
     * @param steps around each route, as one instance
     */
    private record Scope(@Nullable Expression<MatchContext> when, int priority, List<Middleware> steps) {
        Scope of(Route route) {
            Expression<MatchContext> both = when == null ? route.when() : when.and(route.when());
            return new Scope(both, route.priority() == 0 ? priority : route.priority(), steps);
        }

        Expression<MatchContext> given() {
            if (when == null) {
                throw new IllegalStateException("the predicate of a route is not known");
            }
            return when;
        }

        /** Behind all routes with a priority that a person has given. */
        Table.Entry<Handler> otherwise(String scope, Handler handler) {
            return new Table.Entry<>(scope + "/otherwise", given(), Integer.MIN_VALUE, handler);
        }
    }
}
