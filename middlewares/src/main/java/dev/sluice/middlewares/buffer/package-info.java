/**
 * Holds bodies: what is held can be measured, and sent again.
 *
 * {@snippet :
 * Buffer buffer = new Buffer(BufferOptions.builder()
 *         .maxRequestBytes(10 << 20)
 *         .retry("IsNetworkError() && Attempts() < 3")
 *         .build());
 * Handler buffered = buffer.around(next);
 * }
 */
@NullMarked
package dev.sluice.middlewares.buffer;

import org.jspecify.annotations.NullMarked;
