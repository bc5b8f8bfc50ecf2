/**
 * How a gateway is written.
 *
 * {@snippet :
 * import static dev.sluice.Sluice.*;
 *
 * RunningProxy gateway = proxy().forward("http://localhost:63450").listen(8080);
 * System.out.println(gateway);
 * gateway.stop();
 * }
 */
@NullMarked
package dev.sluice;

import org.jspecify.annotations.NullMarked;
