package dev.sluice.middlewares.buffer;

/**
 * The most bytes of bodies that are buffered at one time, in memory and on disk together. The exchange of a body that
 * exceeds it is answered 503, so many uploads at once cannot fill heap or disk. Data, compared by value: all buffers of
 * a gateway with an equal, named budget share it; each buffer has an unnamed budget for itself.
 *
 * @param name buffers that use the same name share the budget; empty for a budget of one buffer
 * @param bytes how many, at least 1
 */
public record BufferBudget(String name, long bytes) {
    /**
     * Checks the budget.
     *
     * @throws IllegalArgumentException for less than a byte
     */
    public BufferBudget {
        if (bytes < 1) {
            throw new IllegalArgumentException("buffer budget must be at least 1 byte, is " + bytes);
        }
    }

    /**
     * A budget of one buffer.
     *
     * @param bytes how many, at least 1
     * @return the budget, without a name
     */
    public static BufferBudget of(long bytes) {
        return new BufferBudget("", bytes);
    }

    /**
     * A budget of several buffers.
     *
     * @param name not empty
     * @param bytes how many, at least 1; the same for all that share it
     * @return the budget
     * @throws IllegalArgumentException for an empty name or less than a byte
     */
    public static BufferBudget shared(String name, long bytes) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a shared buffer budget must have a name");
        }
        return new BufferBudget(name, bytes);
    }

    boolean isShared() {
        return !name.isEmpty();
    }
}
