/**
 * How a pipeline runs on the exchanges of either host.
 *
 * <p>Who enters: requests of Helidon's routing, on the wire host or in a foreign WebServer.<br>
 * Who leaves: the pipeline's answer, or the request for an own route of the service that its gates have admitted.<br>
 * What stays: nothing; what a step keeps is its own.
 */
@NullMarked
package dev.sluice.server.hosting;

import org.jspecify.annotations.NullMarked;
