/**
 * Health: which members are well, by checks of our own (active) and by the responses that there are (passive).
 *
 * <p>Who enters: the responses of members and the failures of the network, the probe that checks ask.<br>
 * Who leaves: votes against members that are ill, frozen, much slower than the others, or not warm yet.<br>
 * What stays: what is known of each address, and one check for each, kept with the environment for as long as a pool has
 * the address. Knows {@code pool} and {@code rolling}.
 */
@NullMarked
package dev.sluice.middlewares.loadbalance.health;

import org.jspecify.annotations.NullMarked;
