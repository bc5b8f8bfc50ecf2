/**
 * HTTP/2 on the client's side of the wire host.
 *
 * <p>Who enters: a client's socket that has chosen HTTP/2, and what is to answer its requests.<br>
 * Who leaves: an exchange for each stream, on a virtual thread of its own.<br>
 * What stays: the connection, until the last of its exchanges has ended.
 */
@NullMarked
package dev.sluice.server.http2;

import org.jspecify.annotations.NullMarked;
