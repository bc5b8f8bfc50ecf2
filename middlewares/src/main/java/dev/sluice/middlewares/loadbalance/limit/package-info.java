/**
 * Limits of members: how many requests each may have in flight.
 *
 * <p>Who enters: a request, and the pick of a member.<br>
 * Who leaves: the request with a place at a member, at once or after a wait; or a refusal.<br>
 * What stays: nothing; requests in flight are counted by their members. Knows {@code pool}.
 */
@NullMarked
package dev.sluice.middlewares.loadbalance.limit;

import org.jspecify.annotations.NullMarked;
