/**
 * Admits or rejects clients by their IP address.
 *
 * {@snippet :
 * AccessOptions options = AccessOptions.builder()
 *         .allow("10.0.0.0/8", "2001:db8::/32")
 *         .deny("10.6.6.6")
 *         .build();
 * Handler guarded = new Access(options).around(handler);
 * }
 */
@NullMarked
package dev.sluice.middlewares.access;

import org.jspecify.annotations.NullMarked;
