package dev.sluice.middlewares.loadbalance.pool;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.options.Mistakes;
import dev.sluice.middlewares.Nested;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.PartType;
import java.time.Duration;
import java.util.List;

/**
 * How a pool follows its source.
 *
 * @param every how often the source is asked at least; sooner if what it said is {@linkplain Found#validFor() valid} for
 *     less, but not more often than once a second. Each pause gets up to a tenth longer at random, so that gateways do
 *     not ask all at once. Default: 30 s
 * @param debounce a changed list is taken when it has not changed again for this long, or after ten times as long; 0 takes
 *     it at once. The first list is always taken at once. Default: 1 s
 * @param floor a list with fewer members is not taken if the pool has more. Default: 1
 */
public record DiscoveryOptions(Duration every, Duration debounce, int floor) {
    /** Every thirty seconds, one second, at least one member. */
    public static final DiscoveryOptions DEFAULT =
            new DiscoveryOptions(Duration.ofSeconds(30), Duration.ofSeconds(1), 1);

    private static final OptionSpec<DiscoveryOptions, Duration> EVERY = optional(
            "every",
            OptionTypes.duration(),
            DEFAULT.every,
            DiscoveryOptions::every,
            "how often the source is asked at least");
    private static final OptionSpec<DiscoveryOptions, Duration> DEBOUNCE = optional(
            "debounce",
            OptionTypes.duration(),
            DEFAULT.debounce,
            DiscoveryOptions::debounce,
            "a changed list is taken when it has not changed again for this long");
    private static final OptionSpec<DiscoveryOptions, Integer> FLOOR = optional(
            "floor",
            OptionTypes.integer(1),
            DEFAULT.floor,
            DiscoveryOptions::floor,
            "a list with fewer members is not taken if the pool has more");

    /** Its options. */
    static final PartType<DiscoveryOptions> TYPE = new Nested<>(
            "discovery",
            List.of(EVERY, DEBOUNCE, FLOOR),
            values -> new DiscoveryOptions(values.get(EVERY), values.get(DEBOUNCE), values.get(FLOOR)));

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public DiscoveryOptions {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(every.compareTo(Discovery.SHORTEST) >= 0, "every must be 1 s or more, is " + every);
        mistakes.unless(!debounce.isNegative(), "debounce must not be negative, is " + debounce);
        mistakes.unless(floor >= 1, "floor must be 1 or more, is " + floor);
        mistakes.throwIfAny();
    }

    /**
     * With another interval.
     *
     * @param interval how often the source is asked at least, 1 s or more
     * @return a copy
     */
    public DiscoveryOptions withEvery(Duration interval) {
        return new DiscoveryOptions(interval, debounce, floor);
    }

    /**
     * With another debounce.
     *
     * @param unchanged how long a changed list must stay the same
     * @return a copy
     */
    public DiscoveryOptions withDebounce(Duration unchanged) {
        return new DiscoveryOptions(every, unchanged, floor);
    }

    /**
     * With another floor.
     *
     * @param members the fewest that a source can bring the pool to
     * @return a copy
     */
    public DiscoveryOptions withFloor(int members) {
        return new DiscoveryOptions(every, debounce, members);
    }
}
