package dev.sluice.middlewares.retry;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.middlewares.Nested;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.PartType;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a retry: a random time up to {@code base}, which doubles with every attempt until it is
 * {@code most} ("full jitter"), so that retries of many requests are spread over time.
 *
 * @param base the longest wait before the second attempt; zero for none
 * @param most the longest wait before any
 */
public record Backoff(Duration base, Duration most) {
    private static final Duration LONGEST = Duration.ofHours(1);

    /** No waiting. */
    public static final Backoff NONE = new Backoff(Duration.ZERO, Duration.ZERO);

    private static final OptionSpec<Backoff, Duration> BASE = optional(
            "base",
            OptionTypes.duration(),
            Duration.ZERO,
            Backoff::base,
            "the longest wait before the second attempt; doubled with each attempt");
    private static final OptionSpec<Backoff, Duration> MOST = optional(
            "most", OptionTypes.duration(), Duration.ZERO, Backoff::most, "the longest wait before any, up to 1h");

    /** Its options. */
    static final PartType<Backoff> TYPE =
            new Nested<>("backoff", List.of(BASE, MOST), values -> new Backoff(values.get(BASE), values.get(MOST)));

    /**
     * Checks the times.
     *
     * @throws IllegalArgumentException unless 0 ≤ base ≤ most ≤ one hour
     */
    public Backoff {
        if (base.isNegative() || base.compareTo(most) > 0 || most.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "backoff must be 0 <= base <= most <= " + LONGEST + ", is " + base + " and " + most);
        }
    }

    Duration before(int attempt, RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(ceiling(attempt) + 1));
    }

    private long ceiling(int attempt) {
        long ceiling = base.toNanos();
        for (int i = 2; i < attempt && ceiling < most.toNanos(); i++) {
            ceiling *= 2;
        }
        return Math.min(ceiling, most.toNanos());
    }

    /** The longest that all waits among some attempts can take together. */
    Duration longest(int attempts) {
        Duration sum = Duration.ZERO;
        for (int attempt = 2; attempt <= attempts; attempt++) {
            long ceiling = ceiling(attempt);
            if (ceiling == 0 || ceiling == most.toNanos()) {
                return sum.plus(Duration.ofNanos(ceiling).multipliedBy(attempts - attempt + 1L));
            }
            sum = sum.plusNanos(ceiling);
        }
        return sum;
    }
}
