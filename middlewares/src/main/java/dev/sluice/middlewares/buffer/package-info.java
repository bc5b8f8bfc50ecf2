/**
 * Holds bodies: what is held can be measured, and sent again.
 *
 * {@snippet :
 * BufferOptions options = BufferOptions.builder()
 *         .maxRequestBytes(10 << 20)
 *         .retry("IsNetworkError() && Attempts() < 3")
 *         .build();
 * Handler buffered = new Buffer(options, Ticker.system(), new Random()).around(next);
 * }
 */
@NullMarked
package dev.sluice.middlewares.buffer;

import org.jspecify.annotations.NullMarked;
