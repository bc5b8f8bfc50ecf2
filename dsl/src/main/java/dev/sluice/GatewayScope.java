package dev.sluice;

import dev.sluice.core.options.Mistakes;
import dev.sluice.model.Model;
import dev.sluice.model.Place;
import dev.sluice.model.PoolNode;
import dev.sluice.model.Routes;
import dev.sluice.model.SettingType;
import dev.sluice.model.Spec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A gateway while it is written: what runs for every request, then pools, routes and scopes. */
public final class GatewayScope extends RoutesBlock<GatewayScope>
        implements EdgeSteps<GatewayScope>, Settings<GatewayScope> {
    private final Map<String, PoolNode> pools = new LinkedHashMap<>();
    private final Map<String, Place> poolPlaces = new LinkedHashMap<>();
    private final Map<String, Spec<?>> listeners = new LinkedHashMap<>();
    private final Map<String, Place> listenerPlaces = new LinkedHashMap<>();
    private Routes.Ambiguous ambiguous = Routes.Ambiguous.REJECT;

    private GatewayScope(List<String> mistakes) {
        super(mistakes, "the gateway");
    }

    /**
     * Writes a gateway.
     *
     * @throws ProgramException naming every mistake
     */
    static Model written(Consumer<GatewayScope> lambda) {
        List<String> mistakes = new ArrayList<>();
        GatewayScope scope = new GatewayScope(mistakes);
        Place here = scope.here();
        scope.write(lambda);
        Model model = new Model(
                scope.node(here, scope.ambiguous),
                scope.pools,
                scope.listeners,
                scope.written().settings());
        mistakes.addAll(model.inconsistencies(scope.poolPlaces.keySet()));
        if (!mistakes.isEmpty()) {
            throw new ProgramException(mistakes);
        }
        return model;
    }

    @Override
    GatewayScope self() {
        return this;
    }

    @Override
    public <O> GatewayScope setting(SettingType<O> type, Supplier<O> options) {
        if (fits(type.name(), null)) {
            written(written().set(type, options));
        }
        return this;
    }

    /**
     * Adds a pool, for {@link RouteScope#forwardTo}. Its routes share members, health and connections.
     *
     * @param name unlike those of all other pools
     * @param pool its members, and how one is picked
     * @return this
     */
    public GatewayScope pool(String name, Consumer<PoolScope> pool) {
        String called = "pool \"" + name + "\"";
        if (fits(called, name == null || name.isBlank() ? "needs a name" : null)) {
            Place here = here();
            Place first = poolPlaces.putIfAbsent(name, here);
            if (first != null) {
                mistakes().add(here.before(first.behind(called + " is named twice")));
            }
            inside(new PoolScope(mistakes(), name), pool).node(here).ifPresent(node -> pools.put(name, node));
        }
        return this;
    }

    /**
     * Adds a listener, for {@link Gateway#start}.
     *
     * @param name unlike those of all other listeners
     * @param listener address, TLS, limits and deadlines of clients
     * @return this
     */
    public GatewayScope listener(String name, Consumer<Listen> listener) {
        String called = "listener \"" + name + "\"";
        if (fits(called, name == null || name.isBlank() ? "needs a name" : null)) {
            Place here = here();
            Place first = listenerPlaces.putIfAbsent(name, here);
            if (first != null) {
                mistakes().add(here.before(first.behind(called + " is named twice")));
            }
            Mistakes found = new Mistakes();
            found.made(() -> Steps.with(new Listen(), Steps.given("lambda of " + called, listener))
                            .options())
                    .ifPresent(options -> listeners.put(name, new Spec<>(ListenerType.TYPE, options, here)));
            found.found().forEach(message -> mistakes().add(here.before(called + ": " + message)));
        }
        return this;
    }

    /**
     * Sets what becomes of a target that a router and an upstream could read differently, such as {@code /a/..%2fb};
     * default {@link Routes.Ambiguous#REJECT}: 400.
     *
     * @param what matched in its normal form and forwarded as it is, or refused
     * @return this
     */
    public GatewayScope ambiguousTargets(Routes.Ambiguous what) {
        if (fits("ambiguousTargets", what == null ? "must not be null" : null)) {
            ambiguous = what;
        }
        return this;
    }
}
