package dev.sluice.server.accept;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * What the limit of open files leaves for clients. An accept that fails for want of a descriptor ends Helidon's
 * listener for good, so it must never come to that: the default number of connections keeps half of what is free for
 * upstreams, and a connection that would take the last descriptors is closed as soon as it is accepted.
 *
 * <p>Asking how many files are open takes time, so it is asked again only when a quarter of what was free then has been
 * taken. Used by the accepting thread alone.
 */
public final class OpenFiles {
    private static final int CEILING = 16_384;
    private static final int RESERVE = 64;
    private static final int LAST = 16;
    private static final int FLOOR = 16;

    private final LongSupplier free;
    private long credit;

    OpenFiles(LongSupplier free) {
        this.free = free;
    }

    static OpenFiles ofProcess() {
        return new OpenFiles(OpenFiles::freeInProcess);
    }

    private static long freeInProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
                : Integer.MAX_VALUE;
    }

    /** The default number of clients at a time: half of what is free, at most 16 384. */
    public static int connectionsAtMost() {
        return Math.clamp((freeInProcess() - RESERVE) / 2, FLOOR, CEILING);
    }

    /** Whether one more connection leaves enough descriptors for what is being served. */
    boolean anotherFits() {
        if (credit > 1) {
            credit--;
            return true;
        }
        long left = free.getAsLong() - LAST;
        credit = left / 4;
        return left > 0;
    }
}
