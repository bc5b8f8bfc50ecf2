package dev.sluice.server.accept;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.sluice.core.Ticker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The file descriptors that are free in this process. An accept that fails for want of one ends Helidon's listener for
 * good, so the last ones are kept for accepts.
 *
 * <p>Asking how many files are open takes time, so it is asked again only when a sixteenth of what was free then has
 * been taken by connections, each of which may have opened several files more, or ten milliseconds have passed. Used by
 * the accepting thread alone.
 */
final class OpenFiles {
    private static final int LAST = 16;
    private static final int SHARE = 16;
    private static final long FRESH = Duration.ofMillis(10).toNanos();

    private final LongSupplier free;
    private final Ticker ticker;
    private long credit;
    private long askedAt;

    OpenFiles(LongSupplier free, Ticker ticker) {
        this.free = free;
        this.ticker = ticker;
    }

    static OpenFiles ofProcess(Ticker ticker) {
        return new OpenFiles(OpenFiles::freeInProcess, ticker);
    }

    static long freeInProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
                : Integer.MAX_VALUE;
    }

    /** Whether one more connection leaves enough descriptors for what is being served. */
    boolean anotherFits() {
        long now = ticker.nanos();
        if (credit > 0 && now - askedAt < FRESH) {
            credit--;
            return true;
        }
        long left = free.getAsLong() - LAST;
        askedAt = now;
        credit = left / SHARE;
        return left > 0;
    }
}
