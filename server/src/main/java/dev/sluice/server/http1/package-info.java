/**
 * HTTP/1.1 on the client's side of the wire host.
 *
 * <p>Who enters: a client's socket, and what is to answer its requests.<br>
 * Who leaves: one exchange after another; what it sends back goes out framed, within its deadlines.<br>
 * What stays: the connection's buffers, deadlines and the watch for a client that leaves.
 */
@NullMarked
package dev.sluice.server.http1;

import org.jspecify.annotations.NullMarked;
