package dev.sluice.endtoend;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on another thread; the test's own timeout bounds it. */
public final class Eventually {
    private static final long GLANCE_NANOS = 200_000;

    private Eventually() {}

    public static void holds(String what, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("the time was over before this held: " + what);
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }
}
