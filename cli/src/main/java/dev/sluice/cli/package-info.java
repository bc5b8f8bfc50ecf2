/** How a gateway is run from a shell. */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
