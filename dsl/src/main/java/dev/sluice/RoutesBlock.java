package dev.sluice;

import dev.sluice.core.Request;
import dev.sluice.expression.Expression;
import dev.sluice.model.Chain;
import dev.sluice.model.Node;
import dev.sluice.model.Place;
import dev.sluice.model.Route;
import dev.sluice.model.Routes;
import dev.sluice.model.Step;
import dev.sluice.routing.Predicates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of a gateway that has routes: the gateway itself, or a scope. Its policies come first and run around each of its
 * routes, as one instance; a policy behind a route is a mistake, since it would look as if it did not concern that route.
 *
 * @param <S> the part itself
 */
public abstract sealed class RoutesBlock<S> extends Block<S> permits GatewayScope, GroupScope {
    private final List<Route> routes = new ArrayList<>();
    private @Nullable Node otherwise;

    RoutesBlock(List<String> mistakes, String name) {
        super(mistakes, name);
    }

    @Override
    final @Nullable String misplaced() {
        return routes.isEmpty() && otherwise == null
                ? null
                : "stands behind a route that it would run around; write policies before the routes";
    }

    /**
     * Adds a route.
     *
     * @param name unlike those of all other routes; metrics and logs name it
     * @param when which requests take it, such as {@code host("a.example.com").and(path("/x/**"))}
     * @param route its steps and its end
     * @return this
     */
    public final S route(String name, Expression<Request> when, Consumer<RouteScope> route) {
        return add(name, () -> Steps.given("predicate", when), route);
    }

    /**
     * Adds a route.
     *
     * @param name unlike those of all other routes; metrics and logs name it
     * @param when which requests take it, such as {@code Host("a.example.com") && PathPrefix("/x")}
     * @param route its steps and its end
     * @return this
     */
    public final S route(String name, String when, Consumer<RouteScope> route) {
        return add(name, () -> Predicates.parse(Steps.given("predicate", when)), route);
    }

    private S add(String name, Supplier<Expression<Request>> when, Consumer<RouteScope> lambda) {
        String called = "route \"" + name + "\"";
        if (fits(called, name == null || name.isBlank() ? "needs a name" : null)) {
            Place here = here();
            Optional<Expression<Request>> predicate = checked(called, when);
            RouteScope inner = inside(new RouteScope(mistakes(), called), lambda);
            Optional<Node> end = inner.node(here);
            end.ifPresent(then ->
                    routes.add(new Route(name, predicate.orElse(Predicates.any()), inner.priority(), then, here)));
        }
        return self();
    }

    /**
     * Adds routes that share predicate and policies.
     *
     * @param when which requests its routes are for
     * @param scope policies, then routes
     * @return this
     */
    public final S scope(Expression<Request> when, Consumer<GroupScope> scope) {
        return add(() -> Steps.given("predicate", when), scope);
    }

    /**
     * Adds routes that share predicate and policies.
     *
     * @param when which requests its routes are for, such as {@code PathPrefix("/api")}
     * @param scope policies, then routes
     * @return this
     */
    public final S scope(String when, Consumer<GroupScope> scope) {
        return add(() -> Predicates.parse(Steps.given("predicate", when)), scope);
    }

    private S add(Supplier<Expression<Request>> when, Consumer<GroupScope> lambda) {
        if (fits("scope", null)) {
            Place here = here();
            Optional<Expression<Request>> predicate = checked("scope", when);
            String called = predicate.map(known -> "scope " + known).orElse("scope");
            GroupScope inner = inside(new GroupScope(mistakes(), called), lambda);
            Node then = inner.node(here, Routes.Ambiguous.REJECT);
            predicate.ifPresent(known -> routes.add(new Route("", known, 0, then, here)));
        }
        return self();
    }

    /**
     * Says what takes the requests that no route here takes; if nobody says it they are answered with 404.
     *
     * @param rest its steps and its end
     * @return this
     */
    public final S otherwise(Consumer<RouteScope> rest) {
        if (fits("otherwise", otherwise == null ? null : "is written twice on " + name())) {
            Place here = here();
            RouteScope inner = inside(new RouteScope(mistakes(), "otherwise"), rest);
            inner.node(here).ifPresent(node -> otherwise = node);
        }
        return self();
    }

    private <T> Optional<T> checked(String called, Supplier<T> part) {
        try {
            return Optional.of(part.get());
        } catch (IllegalArgumentException mistake) {
            mistake(called, String.valueOf(mistake.getMessage()));
            return Optional.empty();
        }
    }

    /** What was written; of no use if there were mistakes. */
    final Node node(Place here, Routes.Ambiguous ambiguous) {
        if (routes.isEmpty() && otherwise == null && mistakes().isEmpty()) {
            mistakes().add(here.before(name() + " has no route"));
        }
        Routes all = new Routes(routes, Optional.ofNullable(otherwise), ambiguous);
        List<Step<?>> steps = written().steps();
        return steps.isEmpty() ? all : new Chain(steps, all);
    }
}
