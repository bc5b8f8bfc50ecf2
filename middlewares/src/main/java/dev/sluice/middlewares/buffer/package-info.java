/**
 * Buffers bodies, so that their size is known before they are passed on and a request can be sent again.
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
