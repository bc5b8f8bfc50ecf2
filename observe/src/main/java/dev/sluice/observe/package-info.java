/**
 * What a running gateway shows, and how it is steered. Whoever runs a program is seen as {@link
 * dev.sluice.observe.Observed}; each way to look at it is a package of its own. Nothing here decides about a request.
 */
@NullMarked
package dev.sluice.observe;

import org.jspecify.annotations.NullMarked;
