/**
 * What options are made of.
 *
 * <p>Who enters: values that somebody has written, with what is wrong about them.<br>
 * Who leaves: one exception that names every mistake at once; secrets that no text shows.<br>
 * What stays: nothing.
 */
@NullMarked
package dev.sluice.core.options;

import org.jspecify.annotations.NullMarked;
