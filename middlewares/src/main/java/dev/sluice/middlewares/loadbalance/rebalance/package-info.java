/**
 * Weights that follow the failures which are measured.
 *
 * <p>Who enters: exchanges with members, and how they ended.<br>
 * Who leaves: what the weights of the pool are to be multiplied by.<br>
 * What stays: a meter for each member. Knows {@code pool}.
 */
@NullMarked
package dev.sluice.middlewares.loadbalance.rebalance;

import org.jspecify.annotations.NullMarked;
