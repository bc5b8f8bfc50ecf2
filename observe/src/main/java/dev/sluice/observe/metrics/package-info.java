/**
 * How Helidon's registries of meters, and whoever scrapes them, get what a gateway counts. Programs enter by {@link
 * dev.sluice.observe.metrics.Exposed}; each scrape through Helidon takes one snapshot of all of them, which leaves as
 * gauges and counters of Helidon's API, as a Prometheus collector, and as JSON. What a registry was given stays until its
 * series are gone. Nothing of a metrics library is loaded before the first scrape.
 */
@NullMarked
package dev.sluice.observe.metrics;

import org.jspecify.annotations.NullMarked;
