package dev.sluice.model;

import dev.sluice.core.Request;
import dev.sluice.expression.Expression;
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
public record Flow(String name, Expression<Request> when, int priority, List<Located> steps, Located end) {
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

    /** What routes inherit; without a predicate at the root. */
    private record Scope(@Nullable Expression<Request> when, int priority, List<Located> steps) {
        void enter(Routes routes, Paths paths, List<Flow> flows) {
            routes.routes().forEach(route -> enter(route, paths.inside(route), flows));
        }

        private void enter(Route route, Paths paths, List<Flow> flows) {
            Expression<Request> both = when == null ? route.when() : when.and(route.when());
            int preferred = route.priority() == 0 ? priority : route.priority();
            Chained chained = Chained.of(route.then());
            List<Located> all = all(chained, paths);
            if (chained.last() instanceof Routes inside) {
                Scope inner = new Scope(both, preferred, all);
                inner.enter(inside, paths, flows);
                inside.otherwise().ifPresent(rest -> flows.add(inner.rest(route.id(), both, rest, paths.otherwise())));
            } else {
                flows.add(new Flow(route.name(), both, preferred, all, paths.located((Terminal<?>) chained.last())));
            }
        }

        /** Behind all routes with a priority that a person has given. */
        private Flow rest(String scope, Expression<Request> taken, Node rest, Paths paths) {
            Chained chained = Chained.of(rest);
            List<Located> all = all(chained, paths);
            Located end = paths.located((Terminal<?>) chained.last());
            return new Flow(scope + "/otherwise", taken, Integer.MIN_VALUE, all, end);
        }

        private List<Located> all(Chained chained, Paths paths) {
            List<Located> all = new ArrayList<>(steps);
            all.addAll(paths.located(chained.steps()));
            return all;
        }
    }
}
