package dev.sluice.middlewares.ratelimit;

/**
 * A limiter's answer to one take.
 *
 * @param granted whether the tokens were taken
 * @param delay nanoseconds until they are there
 * @param slowest which rate of the plan that waits for
 * @param left whole tokens which that rate has now
 */
record Decision(boolean granted, long delay, int slowest, long left) {
    static final Decision NOW = new Decision(true, 0, 0, 0);
}
