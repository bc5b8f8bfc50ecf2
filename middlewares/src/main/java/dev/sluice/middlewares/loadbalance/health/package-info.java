/**
 * Health: which members can be reached.
 *
 * <p>Who enters: the responses of members, with the failures of the network.<br>
 * Who leaves: a vote against a member that cannot be connected to.<br>
 * What stays: the failures in a row of each member, kept with its pool. Knows {@code pool}.
 */
@NullMarked
package dev.sluice.middlewares.loadbalance.health;

import org.jspecify.annotations.NullMarked;
