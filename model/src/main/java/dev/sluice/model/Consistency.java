package dev.sluice.model;

import dev.sluice.core.options.Mistakes;
import dev.sluice.model.option.Suggestion;
import dev.sluice.routing.Captures;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks for the mistakes of a model that concern more than one of its parts. */
final class Consistency {
    private final Model model;
    private final Set<String> pools;
    private final Mistakes mistakes;
    private final Map<String, Place> routes = new HashMap<>();
    private final Map<String, Step<?>> shared = new HashMap<>();
    private String within = "any route around it";

    Consistency(Model model, Set<String> pools, Mistakes mistakes) {
        this.model = model;
        this.pools = pools;
        this.mistakes = mistakes;
    }

    void check() {
        check(model.root(), Set.of());
        checkEdge(model.root());
        model.pools().values().forEach(pool -> check(pool.node(), Set.of()));
        model.pools().keySet().forEach(this::leadsElsewhere);
    }

    private void check(Node node, Set<String> captured) {
        Chained chained = Chained.of(node);
        Optional<Step<?>> pick = Optional.empty();
        for (Step<?> step : chained.steps()) {
            knowsItsCaptures(step, captured);
            knowsItsPools(step);
            step.shared().ifPresent(name -> sameEverywhere(name, step));
            pick = step.picks() ? Optional.of(step) : pick;
        }
        if (chained.last() instanceof Routes choice) {
            pick.ifPresent(step -> mistakes.add(
                    step.place().before(step.type().name() + ": routes cannot stand behind the pick of an upstream")));
            choice.routes().forEach(route -> check(route, captured));
            choice.otherwise().ifPresent(rest -> check(rest, captured));
        } else {
            Terminal<?> end = (Terminal<?>) chained.last();
            knowsItsCaptures(end, captured);
            knowsItsPool(end);
            knowsItsPools(end);
        }
    }

    /** What stands before the choice of a route runs for all of them, so it must not be made for one. */
    private void checkEdge(Node root) {
        Chained edge = Chained.of(root);
        if (edge.routes().isPresent()) {
            edge.steps().stream()
                    .filter(step -> step.type().stage() == StepType.Stage.ROUTE)
                    .forEach(step -> mistakes.add(step.place()
                            .before(step.type().name()
                                    + ": cannot stand before a route is taken; write it on a route or a scope")));
        }
    }

    private void check(Route route, Set<String> around) {
        if (!route.name().isEmpty()) {
            Place first = routes.putIfAbsent(route.name(), route.place());
            if (first != null) {
                mistakes.add(route.place().before(first.behind("route \"" + route.name() + "\" is named twice")));
            }
        }
        Set<String> captured = captured(route, around);
        String outside = within;
        within = route.name().isEmpty() ? within : "route \"" + route.name() + "\"";
        check(route.then(), captured);
        within = outside;
    }

    /** The captures of a route and of the scopes around it, which hold together and so must not share a name. */
    private Set<String> captured(Route route, Set<String> around) {
        Set<String> captured = new TreeSet<>(around);
        try {
            for (String name : Captures.namesOf(route.when())) {
                mistakes.unless(
                        captured.add(name),
                        route.place().before("capture {" + name + "} stands in a scope and in " + route.when()));
            }
        } catch (IllegalArgumentException twice) {
            mistakes.add(route.place().before(String.valueOf(twice.getMessage())));
        }
        return captured;
    }

    private void sameEverywhere(String name, Step<?> step) {
        Step<?> first = shared.putIfAbsent(name, step);
        if (first != null && !first.equals(step)) {
            mistakes.add(step.place()
                    .before(first.place().behind(step.type().name() + ": shared \"" + name + "\" differs")));
        }
    }

    private <O> void knowsItsCaptures(Part<O> part, Set<String> captured) {
        for (String name : part.type().captures(part.options())) {
            mistakes.unless(
                    captured.contains(name),
                    part.place()
                            .before(part.type().name() + ": no predicate of " + within + " captures {" + name + "}; "
                                    + Suggestion.among(name, captured)));
        }
    }

    private void knowsItsPool(Terminal<?> terminal) {
        terminal.pool().ifPresent(name -> isPool(name, terminal));
    }

    private <O> void knowsItsPools(Part<O> part) {
        part.type().pools(part.options()).forEach(name -> isPool(name, part));
    }

    private void isPool(String name, Part<?> part) {
        mistakes.unless(
                pools.contains(name),
                part.place()
                        .before(part.type().name() + ": there is no pool \"" + name + "\"; "
                                + Suggestion.among(name, pools)));
    }

    /** A pool whose steps send to itself, directly or by way of others, would do so without end. */
    private void leadsElsewhere(String pool) {
        Set<String> seen = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(pool));
        while (!next.isEmpty()) {
            PoolNode node = model.pools().get(next.remove());
            for (Located one : node == null ? List.<Located>of() : node.located(pool)) {
                for (String used : used(one.part())) {
                    if (used.equals(pool)) {
                        mistakes.add(one.part()
                                .place()
                                .before(one.part().type().name() + ": pool \"" + pool + "\" would send to itself"));
                    } else if (seen.add(used)) {
                        next.add(used);
                    }
                }
            }
        }
    }

    private static <O> Set<String> used(Part<O> part) {
        Set<String> used = new TreeSet<>(part.type().pools(part.options()));
        if (part instanceof Terminal<?> terminal) {
            terminal.pool().ifPresent(used::add);
        }
        return used;
    }
}
