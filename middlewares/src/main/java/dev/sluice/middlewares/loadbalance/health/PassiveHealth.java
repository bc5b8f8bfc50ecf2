package dev.sluice.middlewares.loadbalance.health;

import static dev.sluice.model.OptionSpec.optional;

import dev.sluice.core.Mistakes;
import dev.sluice.middlewares.Nested;
import dev.sluice.model.OptionSpec;
import dev.sluice.model.OptionTypes;
import dev.sluice.model.PartType;
import java.time.Duration;
import java.util.List;

/**
 * Passive health: when a member that cannot be connected to is ejected from the picks, and for how long. It is judged
 * by the requests themselves; no probes are sent. When the time is over, one request is sent to the member as a trial:
 * if it connects, the member is back; if not, it is ejected for twice as long. An ejected member is still picked if no
 * other member is left.
 *
 * @param failures this many failed connections in a row eject it. Default: 3
 * @param ejection how long it is ejected the first time. Default: 1 s
 * @param longest the longest time of an ejection. Default: 1 min
 */
public record PassiveHealth(int failures, Duration ejection, Duration longest) {
    /** Three failures, one second, at most one minute. */
    public static final PassiveHealth DEFAULT = new PassiveHealth(3, Duration.ofSeconds(1), Duration.ofMinutes(1));

    private static final OptionSpec<PassiveHealth, Integer> FAILURES = optional(
            "failures",
            OptionTypes.integer(1),
            DEFAULT.failures,
            PassiveHealth::failures,
            "so many failed connections in a row take a member out");
    private static final OptionSpec<PassiveHealth, Duration> EJECTION = optional(
            "ejection",
            OptionTypes.duration(),
            DEFAULT.ejection,
            PassiveHealth::ejection,
            "how long it is out the first time; doubled each time its trial fails");
    private static final OptionSpec<PassiveHealth, Duration> LONGEST = optional(
            "longest", OptionTypes.duration(), DEFAULT.longest, PassiveHealth::longest, "how long it is out at most");

    /** Its options. */
    public static final PartType<PassiveHealth> TYPE = new Nested<>(
            "passive",
            List.of(FAILURES, EJECTION, LONGEST),
            values -> new PassiveHealth(values.get(FAILURES), values.get(EJECTION), values.get(LONGEST)));

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public PassiveHealth {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(failures >= 1, "failures must be 1 or more, is " + failures);
        mistakes.unless(ejection.isPositive(), "ejection must be positive, is " + ejection);
        mistakes.unless(longest.compareTo(ejection) >= 0, "longest must be " + ejection + " or more, is " + longest);
        mistakes.throwIfAny();
    }

    /** How long the given ejection in a row lasts. */
    Duration out(int times) {
        Duration doubled = ejection.multipliedBy(1L << Math.min(times - 1, 20));
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }
}
