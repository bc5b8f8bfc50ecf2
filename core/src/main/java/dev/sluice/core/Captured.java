package dev.sluice.core;

/** The parts of a request that its route has captured, by their names. Data of the client's. Immutable. */
@FunctionalInterface
public interface Captured {
    /** Under which a router hands it on. */
    Attributes.Key<Captured> KEY = Attributes.key("captured", Captured.class);

    /**
     * A captured text.
     *
     * @param name as the predicate of the route has it
     * @return decoded; empty if nothing was captured under the name
     */
    String text(String name);
}
