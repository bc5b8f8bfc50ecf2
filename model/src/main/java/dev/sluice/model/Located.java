package dev.sluice.model;

/**
 * A part and where it stands in its model, by which its state is found again when another model is applied.
 *
 * @param path such as {@code orders/rateLimit#1}
 * @param part the part
 */
public record Located(String path, Part<?> part) {}
