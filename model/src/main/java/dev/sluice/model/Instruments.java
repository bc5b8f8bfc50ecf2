package dev.sluice.model;

import java.util.function.LongSupplier;

/** Where what runs shows its state: queue depths, numbers of keys, lines that were lost. Thread-safe. */
@FunctionalInterface
public interface Instruments {
    /** Shows nothing. */
    Instruments NONE = (name, value) -> {};

    /**
     * Shows a number for as long as the generation runs.
     *
     * @param name dotted, such as {@code connLimit.waiting}; a second one of a name is numbered
     * @param value read at any time, by any thread
     */
    void gauge(String name, LongSupplier value);
}
