/**
 * The rules of HTTP that hold in both hosts, and what an exchange is to a pipeline.
 *
 * <p>Who enters: both hosts, with a head that was read and with a response to be sent.<br>
 * Who leaves: a checked head or a refusal; the fields to send and how the body is framed.<br>
 * What stays: nothing; all but the actions for a client that leaves has no state.
 */
@NullMarked
package dev.sluice.server.rules;

import org.jspecify.annotations.NullMarked;
