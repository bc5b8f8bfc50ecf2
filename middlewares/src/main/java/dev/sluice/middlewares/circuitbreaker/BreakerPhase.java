package dev.sluice.middlewares.circuitbreaker;

/**
 * The state of a breaker with what belongs to it. A phase is replaced by compare-and-set, never changed; whoever was
 * admitted in one reports to that phase's window, so what comes late from before a trip is not counted after it.
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

    /** Whether exchanges that report to a window are this phase's. */
    default boolean measures(Window window) {
        return switch (this) {
            case Standby standby -> standby.window() == window;
            case Tripped tripped -> false;
            case Recovering recovering -> recovering.window() == window;
        };
    }
}
