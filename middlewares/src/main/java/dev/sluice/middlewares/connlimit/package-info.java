/**
 * Limits how many exchanges a client may have at the same time.
 *
 * {@snippet :
 * ConnLimitOptions options = ConnLimitOptions.builder().max(10)
 *         .by(Source.clientIp())
 *         .queue(20, Duration.ofMillis(500))
 *         .build();
 * Handler limited = new ConnLimit(options, Ticker.system()).around(handler);
 * }
 *
 * <p>A permit is held from the head of the request to the last byte of the response, or of the tunnel after a 101.
 */
@NullMarked
package dev.sluice.middlewares.connlimit;

import org.jspecify.annotations.NullMarked;
