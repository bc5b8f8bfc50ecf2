/**
 * The upstreams that requests are balanced over: as data, and as live members with weights and votes on them.
 *
 * <p>Who enters: whoever picks, with a request and a policy; whoever changes members, votes on them or learns about them.<br>
 * Who leaves: the member that was picked, and its exchange.<br>
 * What stays: the members, their weights, votes and requests in flight. This room knows none of the others.
 */
@NullMarked
package dev.sluice.middlewares.loadbalance.pool;

import org.jspecify.annotations.NullMarked;
