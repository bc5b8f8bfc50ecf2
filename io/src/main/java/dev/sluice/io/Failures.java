package dev.sluice.io;

/**
 * What is thrown in the rounds of a thread that must not end. It is reported to the thread's handler of uncaught
 * exceptions, but only the first of a series of rounds: what fails in one round often fails in the next. For one thread.
 */
final class Failures {
    private boolean series;
    private boolean round;

    void report(Throwable failure) {
        round = true;
        if (series) {
            return;
        }
        series = true;
        try {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        } catch (RuntimeException | Error again) {
            // without memory nothing can be said of it
        }
    }

    /** After one without a failure the next one is reported again. */
    void endOfRound() {
        series = round;
        round = false;
    }
}
