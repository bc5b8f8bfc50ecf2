package dev.sluice.model;

import java.util.function.LongSupplier;

/** Where what runs shows its state: queue depths, numbers of keys, lines that were lost. Thread-safe. */
@FunctionalInterface
public interface Instruments {
    /** Shows nothing. */
    Instruments NONE = (name, value) -> {};

    /**
     * Shows a number until it is {@link #forget forgotten}.
     *
     * @param name dotted, such as {@code connLimit.waiting}
     * @param value read at any time, by any thread
     */
    void gauge(String name, LongSupplier value);

    /**
     * Those of one part of a model.
     *
     * @param path where the part stands, such as {@code orders/connLimit#1}
     * @return what shows the numbers of this part
     */
    default Instruments at(String path) {
        return this;
    }

    /** Shows the numbers of this part no longer. */
    default void forget() {}
}
