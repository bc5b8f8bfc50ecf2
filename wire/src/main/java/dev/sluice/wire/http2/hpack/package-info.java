/**
 * HPACK (RFC 7541), and what heads are in HTTP/2 (RFC 9113 §8).
 *
 * <p>Who enters: blocks of fields as they came, or a head to be sent.<br>
 * Who leaves: a head that was checked, or its block.<br>
 * What stays: the dynamic table of a connection's decoder; the encoder uses none.
 */
@NullMarked
package dev.sluice.wire.http2.hpack;

import org.jspecify.annotations.NullMarked;
