package dev.sluice.middlewares.circuitbreaker;

/**
 * The state of a breaker with its times and measures. A phase is never changed, but replaced by compare-and-set. An
 * exchange reports its end to the window of the phase it was admitted in, so an exchange from before a trip is not
 * counted when it ends after it.
 */
sealed interface BreakerPhase {
    record Standby(Window window) implements BreakerPhase {}

    record Tripped(long until) implements BreakerPhase {
        boolean over(long now) {
            return now - until >= 0;
        }
    }

    record Recovering(Window window, Ramp ramp) implements BreakerPhase {
        long until() {
            return ramp.end();
        }

        boolean over(long now) {
            return now - until() > 0;
        }

        BreakerPhase recovered() {
            return new Standby(window);
        }
    }

    /** Whether exchanges that report to a window were admitted in this phase. */
    default boolean measures(Window window) {
        return switch (this) {
            case Standby standby -> standby.window() == window;
            case Tripped tripped -> false;
            case Recovering recovering -> recovering.window() == window;
        };
    }
}
