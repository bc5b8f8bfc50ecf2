/**
 * An exchange of the wire host, whatever the version of HTTP, and what all connections of a listener share.
 *
 * <p>Who enters: a connection of one version, with a checked request and a way to send what answers it.<br>
 * Who leaves: the exchange, to what serves it; its response, to the connection's {@link
 * dev.sluice.server.exchange.Sender}.<br>
 * What stays: the listener's limits, its budget of memory, and who is being served.
 */
@NullMarked
package dev.sluice.server.exchange;

import org.jspecify.annotations.NullMarked;
