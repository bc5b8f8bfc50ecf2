/** How a request leaves the gateway. */
@NullMarked
package dev.sluice.forwarder;

import org.jspecify.annotations.NullMarked;
