/** How a gateway is written. */
@NullMarked
package dev.sluice;

import org.jspecify.annotations.NullMarked;
