/**
 * Hedging: if an attempt takes longer than almost all others, a second one is sent to another member, and the first
 * answer wins. It shortens the slowest answers at the price of a few more requests.
 *
 * {@snippet :
 * HedgeOptions options = HedgeOptions.builder()
 *         .quantile(95)
 *         .budget(10, 10)
 *         .build();
 * Handler hedged = new Hedge(options, environment).around(balanced);
 * }
 */
@NullMarked
package dev.sluice.middlewares.hedge;

import org.jspecify.annotations.NullMarked;
