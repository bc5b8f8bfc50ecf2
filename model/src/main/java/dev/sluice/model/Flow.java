package dev.sluice.model;

import dev.sluice.expression.Expression;
import dev.sluice.routing.MatchContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route with what it inherits: which requests take it, and what they meet behind the edge of the gateway.
 *
 * @param name of the route; of the rest of a scope, that of the scope and {@code /otherwise}
 * @param when which requests take it: the predicates of its scopes and its own
 * @param priority its own, or that of the nearest scope with one
 * @param steps those of its scopes, outermost first, then its own
 * @param end where it ends
 */
public record Flow(String name, Expression<MatchContext> when, int priority, List<Located> steps, Located end) {
    /** Keeps its own copy. */
    public Flow {
        steps = List.copyOf(steps);
    }

    /** All routes of a choice, those in scopes too, in the order in which they are written. */
    static List<Flow> of(Routes routes, Paths paths) {
        List<Flow> flows = new ArrayList<>();
        new Scope(null, 0, List.of()).enter(routes, paths, flows);
        return flows;
    }

    /**
     * The steps of a chain, and what is behind them.
     *
     * @param last routes or terminal
     * @param paths names what is behind them
     */
    record Chained(List<Located> steps, Node last, Paths paths) {
        static Chained of(Node node, Paths paths) {
            List<Located> steps = new ArrayList<>();
            Node next = node;
            while (next instanceof Chain chain) {
                chain.steps().forEach(step -> steps.add(new Located(paths.of(step), step)));
                next = chain.then();
            }
            return new Chained(steps, next, paths);
        }

        Located end() {
            Terminal<?> terminal = (Terminal<?>) last;
            return new Located(paths.of(terminal), terminal);
        }
    }

    /** What routes inherit; without a predicate at the root. */
    private record Scope(@Nullable Expression<MatchContext> when, int priority, List<Located> steps) {
        void enter(Routes routes, Paths paths, List<Flow> flows) {
            for (Route route : routes.routes()) {
                Expression<MatchContext> both = when == null ? route.when() : when.and(route.when());
                int preferred = route.priority() == 0 ? priority : route.priority();
                Chained chained = Chained.of(route.then(), paths.inside(route));
                if (chained.last() instanceof Routes inside) {
                    Scope inner = new Scope(both, preferred, all(chained));
                    inner.enter(inside, chained.paths(), flows);
                    inside.otherwise()
                            .ifPresent(rest -> flows.add(inner.rest(route.id(), both, rest, chained.paths())));
                } else {
                    flows.add(new Flow(route.name(), both, preferred, all(chained), chained.end()));
                }
            }
        }

        /** Behind all routes with a priority that a person has given. */
        private Flow rest(String scope, Expression<MatchContext> taken, Node rest, Paths paths) {
            Chained chained = Chained.of(rest, paths.otherwise());
            return new Flow(scope + "/otherwise", taken, Integer.MIN_VALUE, all(chained), chained.end());
        }

        private List<Located> all(Chained chained) {
            List<Located> all = new ArrayList<>(steps);
            all.addAll(chained.steps());
            return all;
        }
    }
}
