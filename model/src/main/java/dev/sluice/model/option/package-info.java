/**
 * Options as data: their names, types, defaults and texts.
 *
 * <p>Who enters: the options that a type of step has, and values as a program or a file writes them.<br>
 * Who leaves: checked values, their text, and the schema of a file that has them.<br>
 * What stays: nothing; an option's description is a constant of its type.
 */
@NullMarked
package dev.sluice.model.option;

import org.jspecify.annotations.NullMarked;
