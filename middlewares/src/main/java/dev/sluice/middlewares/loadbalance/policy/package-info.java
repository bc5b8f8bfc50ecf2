/**
 * Policies of picking: whose turn it is among the members that may be picked.
 *
 * <p>Who enters: a request and the members that may be picked for it.<br>
 * Who leaves: one of these members.<br>
 * What stays: whose turn is next. Knows {@code pool}.
 */
@NullMarked
package dev.sluice.middlewares.loadbalance.policy;

import org.jspecify.annotations.NullMarked;
