package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import java.util.List;
import java.util.Optional;

/**
 * What follows when a breaker has come into another phase: the journal has it, and those are told who listen.
 *
 * @param options of the breaker
 * @param journal of the step
 * @param effects runs the listeners
 */
record PhaseChanges(CircuitBreakerOptions options, Journal journal, SideEffects effects) {
    /** Of a breaker that guards a member, or a route. */
    void came(Optional<Upstream> guarded, Breaker breaker, BreakerPhase phase) {
        switch (phase) {
            case BreakerPhase.Tripped tripped -> {
                journal.note(new Decision.Tripped(guarded, options.fallbackDuration()));
                tell(options.onTripped(), guarded, breaker);
            }
            case BreakerPhase.Recovering recovering ->
                journal.note(new Decision.Recovering(guarded, options.recoveryDuration()));
            case BreakerPhase.Standby standby -> {
                journal.note(new Decision.StoodBy(guarded));
                tell(options.onStandby(), guarded, breaker);
            }
        }
    }

    private void tell(List<SideEffect> listeners, Optional<Upstream> guarded, Breaker breaker) {
        if (!listeners.isEmpty()) {
            effects.run(listeners, new BreakerEvent(guarded, breaker.state()));
        }
    }
}
