/**
 * Edits fields, and gives each request an id.
 *
 * {@snippet :
 * HeadersOptions options = HeadersOptions.builder()
 *         .request(fields -> fields.set("X-Env", "prod").remove("X-Debug"))
 *         .response(fields -> fields.setIfAbsent("X-Frame-Options", "DENY").remove("Server"))
 *         .build();
 * Handler edited = new Headers(options).around(handler);
 * }
 */
@NullMarked
package dev.sluice.middlewares.headers;

import org.jspecify.annotations.NullMarked;
