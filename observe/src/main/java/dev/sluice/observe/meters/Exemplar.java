package dev.sluice.observe.meters;

import java.time.Instant;

/**
 * A trace that stands for the values of a bucket.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 * @param value what was measured, in the unit of the metric
 * @param at when
 */
public record Exemplar(String traceId, String spanId, double value, Instant at) {}
