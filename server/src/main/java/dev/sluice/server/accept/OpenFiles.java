package dev.sluice.server.accept;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.sluice.core.time.Ticker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The free file descriptors of this process. An accept that fails for lack of one ends Helidon's listener for good, so
 * the last ones are reserved for accepts.
 *
 * <p>Counting the open files takes milliseconds if they are many. They are counted again only when new connections have
 * taken a sixteenth of those that were free at the last count (each may have opened several more files), or after a
 * time in which other code could have taken them: ten microseconds for each free one, at most a second. Used by the
 * accepting thread alone.
 */
final class OpenFiles {
    private static final int LAST = 16;
    private static final int SHARE = 16;
    private static final long NANOS_EACH = 10_000;
    private static final long FRESH_AT_MOST = Duration.ofSeconds(1).toNanos();

    private final LongSupplier free;
    private final Ticker ticker;
    private long credit;
    private long askedAt;
    private long fresh;

    OpenFiles(LongSupplier free, Ticker ticker) {
        this.free = free;
        this.ticker = ticker;
    }

    static OpenFiles ofProcess(Ticker ticker) {
        return new OpenFiles(OpenFiles::freeInProcess, ticker);
    }

    static long freeInProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? free(unix)
                : Integer.MAX_VALUE;
    }

    private static long free(UnixOperatingSystemMXBean unix) {
        try {
            return unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount();
        } catch (InternalError noneToCountWith) { // thrown by the JDK if it cannot open /proc/self/fd
            return 0;
        }
    }

    /** Whether one more connection leaves enough descriptors for what is being served. */
    boolean anotherFits() {
        long now = ticker.nanos();
        if (credit > 0 && now - askedAt < fresh) {
            credit--;
            return true;
        }
        long left = free.getAsLong() - LAST;
        askedAt = now;
        credit = left / SHARE;
        fresh = Math.clamp(left * NANOS_EACH, 0, FRESH_AT_MOST);
        return left > 0;
    }
}
