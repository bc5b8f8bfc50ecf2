/**
 * The contracts that everything else is made of: a {@link dev.sluice.core.Handler} turns a
 * {@link dev.sluice.core.Request} into a {@link dev.sluice.core.Response} that nobody has sent yet, a
 * {@link dev.sluice.core.Middleware} is code around a handler, and a {@link dev.sluice.core.Gate} is a middleware that
 * decides by the head alone.
 *
 * {@snippet :
 * Handler hello = request -> Response.of(Status.OK_200, "hello");
 * Middleware shout = (request, next) ->
 *         request.method().equals("GET") ? next.handle(request) : Response.of(Status.METHOD_NOT_ALLOWED_405);
 * Handler both = shout.around(hello);
 * Response response = both.handle(request);
 * }
 */
@NullMarked
package dev.sluice.core;

import org.jspecify.annotations.NullMarked;
