package dev.sluice.observe.spans;

/**
 * A span that can get another name, which Helidon's cannot: that of an exchange is known when its route is. Implemented by
 * spans of tracers that can; others keep the name they began with.
 */
public interface NamedLater {
    /**
     * Gives it another name.
     *
     * @param name of few different ones
     */
    void rename(String name);
}
