/**
 * What the steps decide, told to those who read it.
 *
 * <p>Who enters: a decision, noted by the step that took it.<br>
 * Who leaves: the decision with its time and place, to trace, meters, spans and dashboards.<br>
 * What stays: nothing here; readers keep what they need.
 */
@NullMarked
package dev.sluice.core.journal;

import org.jspecify.annotations.NullMarked;
