/**
 * Traces: one server span an exchange, one client span an attempt, decisions as their events. Requests, outcomes, attempts
 * and journal entries enter; spans leave through Helidon's tracing API, to the tracer of the service or to one that is made
 * by {@link dev.sluice.observe.spans.TracingOptions options}. Nothing here knows how spans are exported.
 *
 * {@snippet :
 * TracingOptions options = TracingOptions.builder()
 *         .endpoint("http://collector:4318")
 *         .serviceName("shop")
 *         .ratio(0.05)
 *         .build();
 * }
 */
@NullMarked
package dev.sluice.observe.spans;

import org.jspecify.annotations.NullMarked;
