package dev.sluice.middlewares.buffer;

import dev.sluice.core.Failure.Side;
import java.util.Locale;

/**
 * What one side's bodies may be.
 *
 * @param side whose
 * @param buffered whether they are held; if not, they stream and {@code maxBytes} holds all the same
 * @param maxBytes the largest, without framing; -1 for no limit
 * @param memoryBytes the largest that is held in memory; a larger one goes to disk
 */
public record BodyLimits(Side side, boolean buffered, long maxBytes, long memoryBytes) {
    /** No limit. */
    public static final long UNLIMITED = -1;

    private static final long DEFAULT_MEMORY = 1 << 20;
    private static final long MOST_MEMORY = 1 << 30;

    /**
     * Checked limits.
     *
     * @throws IllegalArgumentException for maxBytes below -1 or memoryBytes outside 0..1 GiB
     */
    public BodyLimits {
        if (maxBytes < UNLIMITED) {
            throw new IllegalArgumentException(option("max", side) + " must be -1 (no limit) or more, is " + maxBytes);
        }
        if (memoryBytes < 0 || memoryBytes > MOST_MEMORY) {
            throw new IllegalArgumentException(option("memory", side) + " must be 0..1 GiB, is " + memoryBytes);
        }
    }

    private static String option(String kind, Side side) {
        String name = side.name();
        return kind + name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT) + "Bytes";
    }

    /**
     * oxy's defaults.
     *
     * @param side whose bodies
     * @return held, of any size, up to 1 MiB in memory
     */
    public static BodyLimits of(Side side) {
        return new BodyLimits(side, true, UNLIMITED, DEFAULT_MEMORY);
    }

    BodyLimits withMax(long bytes) {
        return new BodyLimits(side, buffered, bytes, memoryBytes);
    }

    BodyLimits withMemory(long bytes) {
        return new BodyLimits(side, buffered, maxBytes, bytes);
    }

    BodyLimits streamed() {
        return new BodyLimits(side, false, maxBytes, memoryBytes);
    }

    boolean exceededBy(long bytes) {
        return maxBytes != UNLIMITED && bytes > maxBytes;
    }
}
