package dev.sluice.middlewares.ratelimit;

/**
 * A limiter's answer to one take.
 *
 * @param granted whether the tokens were taken
 * @param delay nanoseconds until they are there
 * @param slowest index of the rate in the plan that takes longest
 * @param left whole tokens of that rate that are left
 */
record Taken(boolean granted, long delay, int slowest, long left) {
    static final Taken NOW = new Taken(true, 0, 0, 0);
}
