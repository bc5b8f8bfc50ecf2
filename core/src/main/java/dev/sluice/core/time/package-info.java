/**
 * Time, and what happens later.
 *
 * <p>Who enters: whoever needs to know how late it is, or wants something to run at a later time.<br>
 * Who leaves: readings of a clock, and actions whose time has come.<br>
 * What stays: nothing here; a host brings the timers, a test brings both.
 */
@NullMarked
package dev.sluice.core.time;

import org.jspecify.annotations.NullMarked;
