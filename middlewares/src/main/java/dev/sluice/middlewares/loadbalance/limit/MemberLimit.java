package dev.sluice.middlewares.loadbalance.limit;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.options.Mistakes;
import dev.sluice.middlewares.Nested;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.PartType;
import java.time.Duration;
import java.util.List;

/**
 * How many requests each member of a pool may have in flight, and what happens to those beyond.
 *
 * @param maxInFlight requests that a member has at a time, until the last byte of their responses; 1 or more
 * @param maxWaiting requests that wait for a place at any member while all are full; by default 0: they are refused at once
 * @param maxWait how long each of them waits at most; above 0 if any may wait
 */
public record MemberLimit(int maxInFlight, int maxWaiting, Duration maxWait) {
    private static final OptionSpec<MemberLimit, Integer> MAX_IN_FLIGHT = required(
            "maxInFlight", OptionTypes.integer(1), MemberLimit::maxInFlight, "requests that a member has at a time");
    private static final OptionSpec<MemberLimit, Integer> MAX_WAITING = optional(
            "maxWaiting",
            OptionTypes.integer(0),
            0,
            MemberLimit::maxWaiting,
            "requests that may wait while all members are full");
    private static final OptionSpec<MemberLimit, Duration> MAX_WAIT = optional(
            "maxWait",
            OptionTypes.duration(),
            Duration.ZERO,
            MemberLimit::maxWait,
            "how long each waits at most; above 0 if any may wait");

    /** Its options. */
    public static final PartType<MemberLimit> TYPE = new Nested<>(
            "limit",
            List.of(MAX_IN_FLIGHT, MAX_WAITING, MAX_WAIT),
            values -> new MemberLimit(values.get(MAX_IN_FLIGHT), values.get(MAX_WAITING), values.get(MAX_WAIT)));

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public MemberLimit {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(maxInFlight >= 1, "maxInFlight must be 1 or more, is " + maxInFlight);
        mistakes.unless(maxWaiting >= 0, "maxWaiting must be 0 or more, is " + maxWaiting);
        mistakes.unless(maxWaiting <= 0 || maxWait.isPositive(), "maxWait must be above 0, is " + maxWait);
        mistakes.throwIfAny();
    }

    /**
     * A limit without a queue.
     *
     * @param maxInFlight requests that a member has at a time
     */
    public MemberLimit(int maxInFlight) {
        this(maxInFlight, 0, Duration.ZERO);
    }
}
