package dev.sluice.middlewares.ratelimit;

import java.time.Duration;

/**
 * So many tokens per period, and how many may be taken at once. Immutable.
 *
 * @param tokens how many are added per period, evenly; 1 or more
 * @param period how long that takes; up to 366 days
 * @param burst the size of the bucket, which starts full; 1 or more
 */
public record Rate(long tokens, Duration period, long burst) {
    private static final Duration LONGEST = Duration.ofDays(366);

    /**
     * Checks a rate.
     *
     * @throws IllegalArgumentException naming the part and its value
     */
    public Rate {
        if (tokens < 1) {
            throw new IllegalArgumentException("rate: tokens must be 1 or more, is " + tokens);
        }
        if (!period.isPositive() || period.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("rate: period must be above 0 and up to 366 days, is " + period);
        }
        if (burst < 1) {
            throw new IllegalArgumentException("rate: burst must be 1 or more, is " + burst);
        }
        if (burst > Pace.MOST_GRAINS / Pace.grainsPerToken(tokens, period)) {
            throw new IllegalArgumentException("rate: a burst of " + burst + " at " + tokens + " tokens per " + period
                    + " is too large to count exactly");
        }
    }

    /**
     * A rate whose burst is the tokens of one period.
     *
     * @param tokens how many per period
     * @param period how long
     * @return the rate
     */
    public static Rate of(long tokens, Duration period) {
        return new Rate(tokens, period, tokens);
    }

    /**
     * A copy with another burst.
     *
     * @param size how many tokens may be taken at once
     * @return the copy
     */
    public Rate burst(long size) {
        return new Rate(tokens, period, size);
    }

    /** As {@code explain()} and the {@code RateLimit-Policy} field name it, such as {@code 100/1s burst 200}. */
    @Override
    public String toString() {
        String text = tokens + "/" + GoDuration.text(period);
        return burst == tokens ? text : text + " burst " + burst;
    }
}
