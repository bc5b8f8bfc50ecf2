package dev.sluice.middlewares.buffer;

/**
 * How many bytes of bodies may be held at one time, in memory and on disk together: a body that does not fit any more is
 * answered 503, so a crowd of uploads cannot fill heap or disk. Data, compared by value: all buffers of a gateway that
 * name the same budget share it, and one without a name is of each buffer its own.
 *
 * @param name what buffers share it by; empty for a budget of one's own
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
