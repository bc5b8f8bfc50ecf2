package dev.sluice.model;

import dev.sluice.core.Mistakes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks for the mistakes of a model that concern more than one of its parts. */
final class Consistency {
    private final Model model;
    private final Set<String> pools;
    private final Mistakes mistakes;
    private final Map<String, Place> routes = new HashMap<>();
    private final Map<String, Step<?>> shared = new HashMap<>();

    Consistency(Model model, Set<String> pools, Mistakes mistakes) {
        this.model = model;
        this.pools = pools;
        this.mistakes = mistakes;
    }

    void check() {
        check(model.root());
        checkEdge(model.root());
        model.pools().values().forEach(pool -> check(pool.node()));
    }

    private void check(Node node) {
        Node next = node;
        Optional<Step<?>> pick = Optional.empty();
        while (next instanceof Chain chain) {
            for (Step<?> step : chain.steps()) {
                step.shared().ifPresent(name -> sameEverywhere(name, step));
                pick = step.picks() ? Optional.of(step) : pick;
            }
            next = chain.then();
        }
        if (next instanceof Routes choice) {
            pick.ifPresent(step -> mistakes.add(
                    step.place().before(step.type().name() + ": routes cannot stand behind the pick of an upstream")));
            choice.routes().forEach(this::check);
            choice.otherwise().ifPresent(this::check);
        } else {
            knowsItsPool((Terminal<?>) next);
        }
    }

    /** What stands before the choice of a route runs for all of them, so it must not be made for one. */
    private void checkEdge(Node root) {
        List<Step<?>> edge = new ArrayList<>();
        Node next = root;
        while (next instanceof Chain chain) {
            edge.addAll(chain.steps());
            next = chain.then();
        }
        if (next instanceof Routes) {
            edge.stream()
                    .filter(step -> step.type().stage() == StepType.Stage.ROUTE)
                    .forEach(step -> mistakes.add(step.place()
                            .before(step.type().name()
                                    + ": cannot stand before a route is taken; write it on a route or a scope")));
        }
    }

    private void check(Route route) {
        if (!route.name().isEmpty()) {
            Place first = routes.putIfAbsent(route.name(), route.place());
            if (first != null) {
                mistakes.add(route.place().before(first.behind("route \"" + route.name() + "\" is named twice")));
            }
        }
        check(route.then());
    }

    private void sameEverywhere(String name, Step<?> step) {
        Step<?> first = shared.putIfAbsent(name, step);
        if (first != null && !first.equals(step)) {
            mistakes.add(step.place()
                    .before(first.place().behind(step.type().name() + ": shared \"" + name + "\" differs")));
        }
    }

    private void knowsItsPool(Terminal<?> terminal) {
        terminal.pool()
                .filter(name -> !pools.contains(name))
                .ifPresent(name -> mistakes.add(terminal.place()
                        .before(terminal.type().name() + ": there is no pool \"" + name + "\"; "
                                + Suggestion.among(name, pools))));
    }
}
