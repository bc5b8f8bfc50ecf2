/** How a pipeline is hosted on Helidon. */
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
