/**
 * Divides the requests of a route among pools, and lets a pool with a new version take more of them step by step for as long
 * as it is no worse than the others.
 *
 * {@snippet :
 * SplitOptions options = SplitOptions.builder()
 *         .pool("stable", 95)
 *         .canary("next", 5)
 *         .by(Source.clientIp())
 *         .build();
 * Handler split = new Split(options, environment).over(pools);
 * }
 *
 * <p>Requests enter by {@link dev.sluice.middlewares.canary.SplitType}; what leaves are the decisions of {@link
 * dev.sluice.middlewares.canary.Canary}, which a program may take by hand, too. The statistics stay inside.
 */
@NullMarked
package dev.sluice.middlewares.canary;

import org.jspecify.annotations.NullMarked;
