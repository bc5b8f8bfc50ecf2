package dev.sluice.observe.meters;

import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.model.Located;
import dev.sluice.model.Model;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Knows to which pool or route a part belongs that has a path. Thread-safe. */
final class PathPools {
    private static final String NAMED = "pool ";

    private volatile Optional<Model> model = Optional.empty();
    private final Map<String, String> known = new ConcurrentHashMap<>();

    /** Another model runs. */
    void runs(Model changed) {
        model = Optional.of(changed);
        known.clear();
    }

    /** The pool of the chain that a part stands in: by its name, or by the path of the step that picks. */
    String at(String path) {
        return path.startsWith(NAMED)
                ? path.substring(NAMED.length(), Math.max(NAMED.length(), path.lastIndexOf('/')))
                : known.computeIfAbsent(chain(path), this::picking);
    }

    /** The route that a part stands in; empty within a pool. */
    String routeOf(String path) {
        if (path.startsWith(NAMED)) {
            return "";
        }
        String chain = chain(path);
        return chain.isEmpty() ? Meters.NO_ROUTE : chain.substring(0, chain.length() - 1);
    }

    /** The pool that a part stands in; empty if it belongs to a route. */
    String poolOf(String path) {
        return path.startsWith(NAMED) ? at(path) : "";
    }

    private static String chain(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private String picking(String chain) {
        return model.stream()
                .flatMap(runs -> runs.located().stream())
                .filter(located -> located.path().startsWith(chain)
                        && located.path().indexOf('/', chain.length()) < 0
                        && located.part().options() instanceof BalanceOptions)
                .map(PathPools::name)
                .findFirst()
                .orElse(Attempts.NO_POOL);
    }

    private static String name(Located located) {
        return ((BalanceOptions) located.part().options()).poolName(located.path());
    }
}
