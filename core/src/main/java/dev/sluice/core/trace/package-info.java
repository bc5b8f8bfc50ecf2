/**
 * To which trace an exchange belongs, in the fields of W3C and of B3.
 *
 * <p>Who enters: a request's fields.<br>
 * Who leaves: the context that it came with, or a new one, and the fields that hand it on.<br>
 * What stays: nothing here; the context is an attribute of the request.
 */
@NullMarked
package dev.sluice.core.trace;

import org.jspecify.annotations.NullMarked;
