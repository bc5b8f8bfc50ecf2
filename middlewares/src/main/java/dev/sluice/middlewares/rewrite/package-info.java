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
 * <p>Targets stay raw: nothing is decoded or encoded again on the way. Expressions are matched in linear time ({@link
 * dev.sluice.expression.Regex}). Replacements know group references only; nothing in them is executed.
 */
@NullMarked
package dev.sluice.middlewares.rewrite;

import org.jspecify.annotations.NullMarked;
