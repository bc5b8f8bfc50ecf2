/**
 * The form of error responses that the gateway itself makes.
 *
 * {@snippet :
 * ErrorsOptions options = new ErrorsOptions(ErrorForm.PROBLEM_JSON, Optional.empty());
 * Handler handler = new Errors(options).around(request -> Response.problem(
 *         Status.TOO_MANY_REQUESTS_429, Reason.RATE_LIMITED, "max rate reached"));
 * }
 */
@NullMarked
package dev.sluice.middlewares.errors;

import org.jspecify.annotations.NullMarked;
