package dev.sluice;

import dev.sluice.ends.ForwardToType;
import dev.sluice.middlewares.canary.SplitType;
import dev.sluice.model.Node;
import dev.sluice.model.Place;
import dev.sluice.model.TerminalType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A route: steps, then one end. */
public final class RouteScope extends Block<RouteScope> implements RouteSteps<RouteScope>, Ends<RouteScope> {
    private Written.@Nullable Ended end;
    private @Nullable String endedBy;
    private int priority;

    RouteScope(List<String> mistakes, String name) {
        super(mistakes, name);
    }

    @Override
    RouteScope self() {
        return this;
    }

    @Override
    @Nullable
    String misplaced() {
        return endedBy == null ? null : "stands behind " + endedBy + ", which ends " + name();
    }

    /**
     * Prefers this route to all of a lower priority, whatever their predicates.
     *
     * @param value default 0; a negative one prefers the others
     * @return this
     */
    public RouteScope priority(int value) {
        if (fits("priority", value == Integer.MIN_VALUE ? "must be greater" : null)) {
            priority = value;
        }
        return this;
    }

    @Override
    public <O> RouteScope end(TerminalType<O> type, Supplier<O> options) {
        if (fits(type.name(), misplaced())) {
            endedBy = type.name() + " at " + here();
            end(written().end(type, options));
        }
        return this;
    }

    private void end(Written.Ended ended) {
        end = ended;
        written(new Written(written().steps(), ended.mistakes(), Map.of(), null));
    }

    /**
     * Forwards to a pool of the gateway.
     *
     * @param pool its name
     * @return this
     */
    public RouteScope forwardTo(String pool) {
        return end(ForwardToType.TYPE, () -> new ForwardToType.To(Steps.given("pool", pool)));
    }

    /**
     * Divides the requests among pools of the gateway by weights.
     *
     * {@snippet :
     * g.route("shop", any(), r -> r.split("stable", 95).split("next", 5).by(cookie("session")));
     * }
     *
     * @param pool the name of the first pool
     * @param weight 0 or more
     * @return the split, which needs another pool
     */
    public SplitStage split(String pool, int weight) {
        if (!fits(SplitType.TYPE.name(), misplaced())) {
            return new SplitStage(options -> {});
        }
        endedBy = SplitType.TYPE.name() + " at " + here();
        Written before = written().at(here());
        return new SplitStage(options -> {
                    if (fits(SplitType.TYPE.name(), null)) {
                        end(before.end(SplitType.TYPE, options));
                    }
                })
                .split(pool, weight);
    }

    int priority() {
        return priority;
    }

    /** What was written; empty if there were mistakes. */
    Optional<Node> node(Place here) {
        if (end == null && isBroken()) {
            return Optional.empty();
        }
        if (end == null) {
            mistakes()
                    .add(
                            here.before(
                                    name()
                                            + " has no end: forward(...), forwardTo(...), split(...), respond(...), redirect(...), files(...) or handle(...)"));
            return Optional.empty();
        }
        return end.node();
    }
}
