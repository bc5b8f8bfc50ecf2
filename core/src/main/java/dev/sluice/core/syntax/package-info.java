/**
 * How hosts, addresses, paths and lists are written (RFC 3986, RFC 5952, RFC 9110 §5.6).
 *
 * <p>Who enters: text of a head, of a URL or of an option, as somebody has written it.<br>
 * Who leaves: its normal form, in which what means the same is the same, or the word that it is none.<br>
 * What stays: nothing.
 */
@NullMarked
package dev.sluice.core.syntax;

import org.jspecify.annotations.NullMarked;
