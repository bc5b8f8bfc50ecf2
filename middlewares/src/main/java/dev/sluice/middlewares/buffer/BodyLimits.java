package dev.sluice.middlewares.buffer;

import dev.sluice.core.Failure.Side;
import dev.sluice.core.options.Mistakes;
import java.util.Locale;

/**
 * The limits of the bodies of one side: requests or responses.
 *
 * @param side whose
 * @param buffered whether they are buffered. If not, they are streamed, and {@code maxBytes} still applies
 * @param maxBytes the largest body in bytes, without framing; -1 for no limit
 * @param memoryBytes the largest body that is kept in memory, in bytes; a larger one goes to disk
 */
record BodyLimits(Side side, boolean buffered, long maxBytes, long memoryBytes) {
    /** No limit. */
    static final long UNLIMITED = -1;

    static final long DEFAULT_MEMORY = 1 << 20;
    private static final long MOST_MEMORY = 1 << 30;

    /** Adds the mistakes in these limits. */
    void check(Mistakes mistakes) {
        mistakes.unless(maxBytes >= UNLIMITED, option("max") + " must be -1 (no limit) or more, is " + maxBytes);
        mistakes.unless(
                memoryBytes >= 0 && memoryBytes <= MOST_MEMORY,
                option("memory") + " must be 0..1 GiB, is " + memoryBytes);
    }

    private String option(String kind) {
        String name = side.name();
        return kind + name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT) + "Bytes";
    }

    boolean exceededBy(long bytes) {
        return maxBytes != UNLIMITED && bytes > maxBytes;
    }

    /** Whether a body may have to go to disk. */
    boolean maySpill() {
        return buffered && (maxBytes == UNLIMITED || maxBytes > memoryBytes);
    }
}
