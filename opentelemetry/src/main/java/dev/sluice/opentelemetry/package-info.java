/**
 * Helidon's tracing API over the SDK of OpenTelemetry, which pushes spans to a collector by OTLP over HTTP. A program finds
 * it when it is on its path; the parts of a gateway speak Helidon's API and know nothing of it. Beside it, {@link
 * dev.sluice.opentelemetry.OtlpMetrics} pushes what a gateway counts.
 */
@NullMarked
package dev.sluice.opentelemetry;

import org.jspecify.annotations.NullMarked;
