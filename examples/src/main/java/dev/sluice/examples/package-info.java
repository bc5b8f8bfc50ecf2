/** Programs to start from, one concern each. */
@NullMarked
package dev.sluice.examples;

import org.jspecify.annotations.NullMarked;
