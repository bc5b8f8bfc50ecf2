/**
 * Keeps a client at the upstream that served it first, by a cookie.
 *
 * {@snippet :
 * StickySession session = new StickySession(StickyOptions.builder()
 *         .cookie("route")
 *         .aes(key, Duration.ofHours(1)) // nobody can read or choose the upstream
 *         .build());
 * RoundRobinOptions options = RoundRobinOptions.builder().sticky(session).build();
 * Handler balanced = new RoundRobin(pool, options).around(forwarder);
 * }
 */
@NullMarked
package dev.sluice.middlewares.sticky;

import org.jspecify.annotations.NullMarked;
