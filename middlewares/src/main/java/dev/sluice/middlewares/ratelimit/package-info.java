/**
 * Limits the rate of requests of a client by token buckets.
 *
 * {@snippet :
 * RateLimitOptions options = RateLimitOptions.builder()
 *         .rate(Rate.of(100, Duration.ofSeconds(1)).burst(200))
 *         .by(Source.header("X-Api-Key"))
 *         .build();
 * Handler limited = new RateLimit(options, Ticker.system()).around(handler);
 * }
 *
 * <p>Each key has a bucket of tokens for each rate. A request takes its weight from all of them or from none. Buckets
 * are counted in whole numbers of <em>grains</em>, chosen so that a nanosecond adds a whole number of them and a token
 * costs a whole number of them: nothing is rounded, so a limit is exact over any time.
 */
@NullMarked
package dev.sluice.middlewares.ratelimit;

import org.jspecify.annotations.NullMarked;
