package dev.sluice.model;

import dev.sluice.core.Request;
import dev.sluice.expression.Expression;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A route, or a scope: what leads to further {@link Routes} is the scope of those.
 *
 * @param name of a route, unlike all others of the model; empty for a scope
 * @param when which requests take it; for those inside a scope, among the requests that the scope takes
 * @param priority a route of a higher one is preferred, whatever the predicates; 0 in a scope is that of the scope
 * @param then what they come to
 * @param place where it was written; not part of its equality
 */
public record Route(String name, Expression<Request> when, int priority, Node then, Place place) {
    /**
     * What tells it from the others beside it.
     *
     * @return the name, or the predicate of a scope
     */
    public String id() {
        return name.isEmpty() ? when.toString() : name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Route that
                && name.equals(that.name)
                && when.equals(that.when)
                && priority == that.priority
                && then.equals(that.then);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, when, priority, then);
    }
}
