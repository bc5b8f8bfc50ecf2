/** HTTP/1.1 as bytes, once for both sides: heads, chunks, framing rules and deadlines. */
@NullMarked
package dev.sluice.wire;

import org.jspecify.annotations.NullMarked;
