/**
 * Authenticates clients: by user name and password (RFC 7617), or by an API key.
 *
 * {@snippet :
 * BasicAuthOptions options = BasicAuthOptions.builder()
 *         .realm("staff only")
 *         .user("ada", password)
 *         .build();
 * Handler guarded = new BasicAuth(options).around(handler);
 * }
 *
 * <p>Both are gates and do not change the request: what the client sent goes on to the upstream, unless {@link
 * dev.sluice.middlewares.headers.Headers} removes it.
 */
@NullMarked
package dev.sluice.middlewares.auth;

import org.jspecify.annotations.NullMarked;
