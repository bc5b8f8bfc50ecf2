/**
 * Limits the size of bodies that are passed on as they come.
 *
 * {@snippet :
 * Stream stream = new Stream(StreamOptions.builder()
 *         .maxRequestBytes(10 << 20)
 *         .build());
 * Handler limited = stream.around(next);
 * }
 */
@NullMarked
package dev.sluice.middlewares.stream;

import org.jspecify.annotations.NullMarked;
