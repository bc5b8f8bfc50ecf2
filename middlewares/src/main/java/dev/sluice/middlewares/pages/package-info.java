/**
 * Pages that people see when something is wrong, or under repair.
 *
 * {@snippet :
 * ErrorPageOptions options = ErrorPageOptions.builder()
 *         .statuses("404", "500-503")
 *         .body("<h1>{status} {reason}</h1><p>{request-id}</p>")
 *         .build();
 * Handler handler = new ErrorPage(options).around(request -> Response.problem(
 *         Status.NOT_FOUND_404, Reason.NO_ROUTE, "no route takes this request"));
 * }
 */
@NullMarked
package dev.sluice.middlewares.pages;

import org.jspecify.annotations.NullMarked;
