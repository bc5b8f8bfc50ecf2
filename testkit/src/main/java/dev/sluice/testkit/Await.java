package dev.sluice.testkit;

/**
 * Waits for what another thread does, for as long as the test may take: JUnit's {@code @Timeout} only interrupts the
 * test's thread, and a loop that does not look for that goes on for ever. It spins, so it is for moments, and for the
 * thread of the test; a virtual thread that spins keeps others from running.
 */
public final class Await {
    private Await() {}

    /** What is waited for. */
    @FunctionalInterface
    public interface Condition<E extends Exception> {
        /** Whether it is there now. */
        boolean holds() throws E;
    }

    /**
     * Returns once a condition holds.
     *
     * @param condition is asked again and again
     * @throws AssertionError if the thread is interrupted before; it stays interrupted
     * @throws E if asking failed
     */
    public static <E extends Exception> void until(Condition<E> condition) throws E {
        while (!condition.holds()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted, as by the test's timeout, before the condition held");
            }
            Thread.onSpinWait();
        }
    }
}
