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
 * <p>Asking how many files are open takes time, milliseconds if they are many. It is asked again only when connections
 * have taken a sixteenth of what was free then, since each may have opened several files more, or when others could have
 * taken it: after ten microseconds for each that was free, a second at most. Used by the accepting thread alone.
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
        } catch (InternalError noneToCountWith) { // as the JDK says that it cannot open /proc/self/fd
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
