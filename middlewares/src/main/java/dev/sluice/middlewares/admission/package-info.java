/**
 * Refuses a share of the requests while the upstream refuses or fails more than a share of them.
 *
 * {@snippet :
 * AdmissionControlOptions options = AdmissionControlOptions.builder()
 *         .successPercent(80)
 *         .window(Duration.ofSeconds(30))
 *         .build();
 * Handler guarded = new AdmissionControl(options, ticker, random).around(handler);
 * }
 *
 * <p>The client-side throttling of Google's <i>Site Reliability Engineering</i>, chapter 21, with the options of Envoy's
 * admission control filter.
 */
@NullMarked
package dev.sluice.middlewares.admission;

import org.jspecify.annotations.NullMarked;
