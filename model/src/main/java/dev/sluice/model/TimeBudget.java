package dev.sluice.model;

import dev.sluice.model.option.OptionTypes;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Compares the time that a part allows with the time that what stands behind it may take. */
final class TimeBudget {
    private final Model model;
    private final Set<String> findings = new LinkedHashSet<>();

    private TimeBudget(Model model) {
        this.model = model;
    }

    /** A sentence for each part that allows too little. */
    static List<String> findings(Model model) {
        TimeBudget budget = new TimeBudget(model);
        budget.longest(model.root());
        return List.copyOf(budget.findings);
    }

    private Optional<Duration> longest(Node node) {
        return switch (node) {
            case Chain chain -> {
                Optional<Duration> time = longest(chain.then());
                for (Step<?> step : chain.steps().reversed()) {
                    compare(step, time);
                    time = with(step, time);
                }
                yield time;
            }
            case Routes routes ->
                longer(
                        routes.otherwise().flatMap(this::longest),
                        routes.routes().stream()
                                .map(route -> longest(route.then()))
                                .reduce(Optional.empty(), TimeBudget::longer));
            case Terminal<?> end -> with(end, inPools(end));
        };
    }

    /** Of the pools that an end sends requests to. */
    private <O> Optional<Duration> inPools(Terminal<O> end) {
        return Stream.concat(end.pool().stream(), end.type().pools(end.options()).stream())
                .flatMap(name -> Optional.ofNullable(model.pools().get(name)).stream())
                .map(pool -> longest(pool.node()))
                .reduce(Optional.empty(), TimeBudget::longer);
    }

    private static <O> Optional<Duration> with(Part<O> part, Optional<Duration> inside) {
        return part.type().takes(part.options(), inside);
    }

    private static Optional<Duration> longer(Optional<Duration> one, Optional<Duration> other) {
        return one.isEmpty() || (other.isPresent() && other.get().compareTo(one.get()) > 0) ? other : one;
    }

    private <O> void compare(Part<O> part, Optional<Duration> inside) {
        Optional<Duration> allowed = part.type().allows(part.options());
        if (allowed.isPresent() && inside.isPresent() && inside.get().compareTo(allowed.get()) > 0) {
            findings.add(part.place()
                    .before(part.type().describe(part.options()) + " is less than the attempts behind it may take, "
                            + OptionTypes.duration().write(inside.get())));
        }
    }
}
