/**
 * Who is at the other end of a client's connection, and who of them is believed.
 *
 * <p>Who enters: a socket's address, what TLS agreed on, and what proxies in front say.<br>
 * Who leaves: the peer, and the origin that a request has after trusted proxies are taken away.<br>
 * What stays: nothing; all of them are values.
 */
@NullMarked
package dev.sluice.core.peer;

import org.jspecify.annotations.NullMarked;
