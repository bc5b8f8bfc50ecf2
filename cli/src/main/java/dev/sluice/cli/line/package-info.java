/**
 * How a command line is described, read and explained. Commands come in as data and leave with what was typed for them; the
 * room knows none of them.
 */
@NullMarked
package dev.sluice.cli.line;

import org.jspecify.annotations.NullMarked;
