package dev.sluice.model;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.routing.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes one generation: first the instances of pools, then those of the root, in the order in which a request meets them. */
final class Maker {
    private final Model model;
    private final Environment environment;
    private final Composer composer;
    private final Map<String, Instance> before;
    private final Map<String, PoolNode> poolsBefore;
    private final Instances instances;
    private final Map<String, Handler> pools = new HashMap<>();
    private final List<Table<Handler>> tables = new ArrayList<>();
    private final List<Runnable> whenMade = new ArrayList<>();
    private final IdentityHashMap<Middleware, String> pathsOfSteps = new IdentityHashMap<>();

    /**
     * For one generation.
     *
     * @param before the instances of the generation before
     * @param poolsBefore its pools
     */
    Maker(
            Model model,
            Environment environment,
            Composer composer,
            Map<String, Instance> before,
            Map<String, PoolNode> poolsBefore) {
        this.model = model;
        this.environment = environment;
        this.composer = composer;
        this.before = before;
        this.poolsBefore = poolsBefore;
        this.instances = new Instances(environment);
    }

    Generation made() {
        model.check();
        try {
            model.pools().forEach((name, pool) -> pools.put(name, whole(pool.node(), Paths.pool(name))));
            Chained root = Chained.of(model.root());
            Pipe edge = pipe(Paths.root().located(root.steps()));
            Handler end = behindPick(edge, last(root.last(), Paths.root()));
            Generation made = new Generation(
                    model, environment, composer, instances, edge.steps(), edge.recorders(), end, tables, this::path);
            model.pools().forEach(this::applyMembers);
            whenMade.forEach(Runnable::run);
            return made;
        } catch (RuntimeException | Error failed) {
            instances.close();
            throw failed;
        }
    }

    /** Members that are written as before are left as they are by now: an operator may have changed some of them. */
    private void applyMembers(String name, PoolNode pool) {
        PoolNode earlier = poolsBefore.get(name);
        if (earlier == null || !earlier.members().equals(pool.members())) {
            pool.members().apply(environment);
        }
    }

    private Handler whole(Node node, Paths paths) {
        Chained chained = Chained.of(node);
        return whole(pipe(paths.located(chained.steps())), last(chained.last(), paths));
    }

    private Handler whole(Pipe pipe, Handler end) {
        return composer.around(pipe.steps(), behindPick(pipe, end), this::path);
    }

    private Handler behindPick(Pipe pipe, Handler end) {
        for (Middleware step : pipe.behindPick()) {
            if (step instanceof UsesEnd user) {
                whenMade.add(() -> user.endsAt(end));
            }
        }
        return Composer.PLAIN.around(pipe.behindPick(), end, this::path);
    }

    private Pipe pipe(List<Located> located) {
        Pipe pipe = new Pipe(new ArrayList<>(), new ArrayList<>());
        for (Located one : located) {
            Step<?> step = (Step<?>) one.part();
            Middleware made = instances.step(one.path(), step, before);
            Middleware stands = made instanceof UsesPools<?> user ? (Middleware) user.over(this::pool) : made;
            pathsOfSteps.put(stands, one.path());
            pipe.add(step.picks(), stands);
        }
        return pipe;
    }

    private String path(Middleware step) {
        return pathsOfSteps.getOrDefault(step, "");
    }

    private Handler last(Node last, Paths paths) {
        return last instanceof Routes routes ? router(routes, paths) : end(paths.located((Terminal<?>) last));
    }

    private Handler end(Located end) {
        Terminal<?> terminal = (Terminal<?>) end.part();
        Handler pool = terminal.pool().map(pools::get).orElse(null);
        if (pool != null) {
            return pool;
        }
        Handler made = instances.terminal(end.path(), terminal, before);
        return made instanceof UsesPools<?> user ? (Handler) user.over(this::pool) : made;
    }

    /** One of the pools, some of which may not be made yet. */
    private Handler pool(String name) {
        return request -> Objects.requireNonNull(pools.get(name), name).handle(request);
    }

    /** All routes, those in scopes too, stand in one table, each behind the steps of its scopes. */
    private Router router(Routes routes, Paths paths) {
        List<Table.Entry<Handler>> entries = new ArrayList<>();
        for (Flow flow : Flow.of(routes, paths)) {
            Handler handler = whole(pipe(flow.steps()), end(flow.end()));
            entries.add(new Table.Entry<>(flow.name(), flow.when(), flow.priority(), handler));
        }
        Optional<Handler> otherwise = routes.otherwise().map(node -> whole(node, paths.otherwise()));
        Table<Handler> table = Table.of(entries);
        tables.add(table);
        return new Router(table, otherwise, routes.ambiguous(), environment);
    }

    /**
     * The instances of a chain.
     *
     * @param steps up to the pick of an upstream
     * @param behindPick the others, which run for each attempt; the pick itself is the first
     */
    private record Pipe(List<Middleware> steps, List<Middleware> behindPick) {
        void add(boolean picks, Middleware middleware) {
            (picks || !behindPick.isEmpty() ? behindPick : steps).add(middleware);
        }

        List<ExchangeRecorder> recorders() {
            List<Middleware> all = new ArrayList<>(steps);
            all.addAll(behindPick);
            return all.stream()
                    .filter(ExchangeRecorder.class::isInstance)
                    .map(ExchangeRecorder.class::cast)
                    .toList();
        }
    }
}
