/**
 * Sticky sessions: a client comes back to its member by a cookie (RFC 6265).
 *
 * <p>Who enters: a request with its cookies, and the response to it.<br>
 * Who leaves: the member that a cookie names; the response with {@code Set-Cookie}.<br>
 * What stays: nothing; the cookie holds it all. Knows {@code pool}.
 */
@NullMarked
package dev.sluice.middlewares.loadbalance.sticky;

import org.jspecify.annotations.NullMarked;
