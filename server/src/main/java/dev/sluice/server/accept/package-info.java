/**
 * The way from the network to a connection: what is caught of Helidon at the accept, TLS, PROXY protocol.
 *
 * <p>Who enters: the channels that the listener accepts, the TLS sockets on them, and Helidon's connections.<br>
 * Who leaves: the client's socket and who the client is.<br>
 * What stays: channels whose connection has not begun, and the addresses of recent clients.
 */
@NullMarked
package dev.sluice.server.accept;

import org.jspecify.annotations.NullMarked;
