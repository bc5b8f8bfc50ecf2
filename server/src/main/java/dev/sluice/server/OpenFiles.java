package dev.sluice.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the limit of open files leaves for clients. An accept that fails for want of a descriptor ends Helidon's
 * listener for good, so the default keeps half of what is free for upstreams and a reserve for everything else.
 */
final class OpenFiles {
    private static final int CEILING = 16_384;
    private static final int RESERVE = 64;
    private static final int FLOOR = 16;

    private OpenFiles() {}

    static int connectionsAtMost() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            long free = unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount() - RESERVE;
            return Math.clamp(free / 2, FLOOR, CEILING);
        }
        return CEILING;
    }
}
