/**
 * Changes where a request goes: rewrites its target, or redirects the client.
 *
 * {@snippet :
 * RewriteOptions options = RewriteOptions.builder()
 *         .stripPrefix("/api")
 *         .regex("^/users/([0-9]+)$", "/v2/user?id=$1")
 *         .build();
 * Handler rewritten = new Rewrite(options).around(handler);
 * }
 *
 * <p>Targets stay raw: nothing is decoded or encoded again on the way. Expressions are {@code java.util.regex}, which
 * backtracks: write them so that they cannot take long on a hostile target. Nothing is ever run as a template.
 */
@NullMarked
package dev.sluice.middlewares.rewrite;

import org.jspecify.annotations.NullMarked;
