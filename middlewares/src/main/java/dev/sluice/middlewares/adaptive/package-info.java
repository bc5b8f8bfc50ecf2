/**
 * A concurrency limit that finds its own value from the latency of the upstream, and sheds requests by priority.
 *
 * {@snippet :
 * AdaptiveConcurrencyOptions options = AdaptiveConcurrencyOptions.builder()
 *         .gradient()
 *         .sheddable(Predicates.header("X-Priority", "batch"))
 *         .build();
 * Handler limited = new AdaptiveConcurrency(options, ticker, random).around(handler);
 * }
 *
 * <p>Requests enter by {@link dev.sluice.middlewares.adaptive.AdaptiveConcurrency}; {@code InFlight} counts them
 * and holds the queue, a {@code LimitState} per algorithm turns latencies into a limit.
 */
@NullMarked
package dev.sluice.middlewares.adaptive;

import org.jspecify.annotations.NullMarked;
