package dev.sluice.middlewares.loadbalance.health;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.middlewares.Nested;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.PartType;
import java.time.Duration;
import java.util.List;

/** The options of {@link PassiveHealth} as data. */
public final class PassiveHealthType {
    private static final PassiveHealth DEFAULT = PassiveHealth.builder().build();

    private static final OptionSpec<PassiveHealth, Integer> FAILURES = optional(
            "failures",
            OptionTypes.integer(1),
            DEFAULT.failures(),
            PassiveHealth::failures,
            "so many counted failures in a row take a member out");
    private static final OptionSpec<PassiveHealth, Duration> EJECTION = optional(
            "ejection",
            OptionTypes.duration(),
            DEFAULT.ejection(),
            PassiveHealth::ejection,
            "how long it is out the first time; doubled with each ejection, halved again while it stays in");
    private static final OptionSpec<PassiveHealth, Duration> LONGEST = optional(
            "longest", OptionTypes.duration(), DEFAULT.longest(), PassiveHealth::longest, "how long it is out at most");
    private static final OptionSpec<PassiveHealth, Counted> COUNTS = optional(
            "counts",
            OptionTypes.oneOf(Counted.class),
            DEFAULT.counts(),
            PassiveHealth::counts,
            "what is a failure: connect, network, gateway (and 502 to 504), errors (and 500 to 504)");
    private static final OptionSpec<PassiveHealth, Integer> FAILURE_RATIO = optional(
            "failureRatio",
            OptionTypes.integer(0),
            DEFAULT.failureRatio(),
            PassiveHealth::failureRatio,
            "percent of failures in the window that take a member out; 0 for off");
    private static final OptionSpec<PassiveHealth, Integer> MINIMUM_REQUESTS = optional(
            "minimumRequests",
            OptionTypes.integer(1),
            DEFAULT.minimumRequests(),
            PassiveHealth::minimumRequests,
            "requests of a member in the window before it is judged by ratio or latency");
    private static final OptionSpec<PassiveHealth, Duration> WINDOW = optional(
            "window",
            OptionTypes.duration(),
            DEFAULT.window(),
            PassiveHealth::window,
            "how far back ratio and latency look");
    private static final OptionSpec<PassiveHealth, Integer> SLOWER_THAN = optional(
            "slowerThan",
            OptionTypes.integer(0),
            DEFAULT.slowerThan(),
            PassiveHealth::slowerThan,
            "takes a member out whose mean time to the head is more than so many times the median of the others; 0 for off");
    private static final OptionSpec<PassiveHealth, Duration> FROZEN_AFTER = optional(
            "frozenAfter",
            OptionTypes.duration(),
            DEFAULT.frozenAfter(),
            PassiveHealth::frozenAfter,
            "takes a member out that has answered nothing for so long while requests wait and others answer; 0 for off");
    private static final OptionSpec<PassiveHealth, Integer> MAX_EJECTED = optional(
            "maxEjected",
            OptionTypes.integer(0),
            DEFAULT.maxEjected(),
            PassiveHealth::maxEjected,
            "percent of the members that may be out for bad answers; the first always may");
    private static final OptionSpec<PassiveHealth, Integer> PANIC_BELOW = optional(
            "panicBelow",
            OptionTypes.integer(0),
            DEFAULT.panicBelow(),
            PassiveHealth::panicBelow,
            "picks among all members, well or not, if fewer percent of them are well; 0 for never");
    private static final OptionSpec<PassiveHealth, Duration> SLOW_START = optional(
            "slowStart",
            OptionTypes.duration(),
            DEFAULT.slowStart(),
            PassiveHealth::slowStart,
            "for so long a new or returned member gets a growing share of its turns; 0 for off");
    private static final OptionSpec<PassiveHealth, Duration> RETRY_AFTER = optional(
            "retryAfter",
            OptionTypes.duration(),
            DEFAULT.retryAfter(),
            PassiveHealth::retryAfter,
            "a 503 with Retry-After takes a member out for so long as it says, but not longer than this; 0 for off");

    /** The type. */
    public static final PartType<PassiveHealth> TYPE = new Nested<>(
            "passive",
            List.of(
                    FAILURES,
                    EJECTION,
                    LONGEST,
                    COUNTS,
                    FAILURE_RATIO,
                    MINIMUM_REQUESTS,
                    WINDOW,
                    SLOWER_THAN,
                    FROZEN_AFTER,
                    MAX_EJECTED,
                    PANIC_BELOW,
                    SLOW_START,
                    RETRY_AFTER),
            values -> new PassiveHealth(
                    values.get(FAILURES),
                    values.get(EJECTION),
                    values.get(LONGEST),
                    values.get(COUNTS),
                    values.get(FAILURE_RATIO),
                    values.get(MINIMUM_REQUESTS),
                    values.get(WINDOW),
                    values.get(SLOWER_THAN),
                    values.get(FROZEN_AFTER),
                    values.get(MAX_EJECTED),
                    values.get(PANIC_BELOW),
                    values.get(SLOW_START),
                    values.get(RETRY_AFTER)));

    private PassiveHealthType() {}
}
