/**
 * The frames of HTTP/2 (RFC 9113 §4, §6) and the codes of its errors (§7).
 *
 * <p>Who enters: bytes of a connection; frames to be sent.<br>
 * Who leaves: one frame after the other; bytes.<br>
 * What stays: the part of a frame whose rest has not come yet.
 */
@NullMarked
package dev.sluice.wire.http2.frame;

import org.jspecify.annotations.NullMarked;
