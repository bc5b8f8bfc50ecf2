package dev.sluice.observe.meters;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The scheduler of virtual threads, as the JVM itself shows it from Java 24 on ({@code
 * jdk.management.VirtualThreadSchedulerMXBean}). To read it costs nothing but the reading; Helidon's meters of virtual threads
 * record the start and end of each. Stateless.
 */
final class VirtualThreads {
    private static final String SCHEDULER = "jdk.management:type=VirtualThreadScheduler";

    private VirtualThreads() {}

    /** How many carriers there may be. */
    static OptionalLong parallelism() {
        return read("Parallelism");
    }

    /** How many virtual threads run on a carrier. */
    static OptionalLong mounted() {
        return read("MountedVirtualThreadCount");
    }

    /** How many could run and wait for a carrier. */
    static OptionalLong queued() {
        return read("QueuedVirtualThreadCount");
    }

    /** Empty where the JVM has no such bean, or does not know the number. */
    private static OptionalLong read(String attribute) {
        try {
            Object value =
                    ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(SCHEDULER), attribute);
            return value instanceof Number number && number.longValue() >= 0
                    ? OptionalLong.of(number.longValue())
                    : OptionalLong.empty();
        } catch (JMException absent) {
            return OptionalLong.empty();
        }
    }
}
