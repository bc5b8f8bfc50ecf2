/**
 * Helidon's routing as it sees the exchanges of the wire host.
 *
 * <p>Who enters: an exchange, and the routing of its listener.<br>
 * Who leaves: what a route or filter of the service has answered, as a response of that exchange.<br>
 * What stays: nothing; a view lives as long as its exchange.
 */
@NullMarked
package dev.sluice.server.routed;

import org.jspecify.annotations.NullMarked;
