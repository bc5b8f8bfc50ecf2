package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Completion;
import dev.sluice.core.Outcome;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.rolling.Blame;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/**
 * The state machine of {@link CircuitBreaker}, which guards either all steps inside it or one member of a pool. Phases
 * are replaced by compare-and-set; recording in standby takes no lock.
 */
final class Breaker {
    private final CircuitBreakerOptions options;
    private final Ticker ticker;
    private final BiConsumer<Breaker, BreakerPhase> came;
    private final AtomicReference<BreakerPhase> phase;
    private final AtomicLong nextCheck;
    private volatile Instant since;

    /**
     * Stands by.
     *
     * @param came is told of each phase that it comes into, after the change, by the thread that made it
     */
    Breaker(CircuitBreakerOptions options, Ticker ticker, BiConsumer<Breaker, BreakerPhase> came) {
        this.options = options;
        this.ticker = ticker;
        this.came = came;
        this.phase = new AtomicReference<>(new BreakerPhase.Standby(freshWindow()));
        this.nextCheck = new AtomicLong(ticker.nanos());
        this.since = ticker.now();
    }

    private Window freshWindow() {
        return new Window(options, ticker);
    }

    /** The phase, after changes that are due by time alone, such as from tripped to recovering. */
    BreakerPhase phase() {
        long now = ticker.nanos();
        while (true) {
            BreakerPhase current = Objects.requireNonNull(phase.get());
            Optional<BreakerPhase> next = after(current, now);
            if (next.isEmpty()) {
                return current;
            }
            if (phase.compareAndSet(current, next.get())) {
                came(next.get());
            }
        }
    }

    /** The phase as last set, without changes that are due by time. Changes nothing. */
    BreakerPhase left() {
        return Objects.requireNonNull(phase.get());
    }

    private Optional<BreakerPhase> after(BreakerPhase current, long now) {
        return switch (current) {
            case BreakerPhase.Tripped tripped when tripped.over(now) -> Optional.of(recovering(now));
            case BreakerPhase.Recovering recovering when recovering.over(now) -> Optional.of(recovering.recovered());
            default -> Optional.empty();
        };
    }

    private BreakerPhase recovering(long now) {
        return new BreakerPhase.Recovering(
                freshWindow(), new Ramp(now, options.recoveryDuration().toNanos()));
    }

    /** Measures an exchange that begins now, for the phase it was admitted in. */
    Completion measuring(Window window) {
        long start = ticker.nanos();
        return outcome -> {
            if (Blame.of(outcome) != Blame.CLIENT) {
                ended(window, outcome, start);
            }
        };
    }

    private void ended(Window window, Outcome outcome, long start) {
        long now = ticker.nanos();
        window.record(outcome, now - start);
        long due = nextCheck.get();
        if (now - due >= 0
                && nextCheck.compareAndSet(due, now + options.checkPeriod().toNanos())) {
            check(window, now);
        }
    }

    private void check(Window window, long now) {
        BreakerPhase current = left();
        boolean enough = current instanceof BreakerPhase.Recovering || window.requests() >= options.minimumRequests();
        if (current.measures(window) && enough && options.condition().test(window)) {
            BreakerPhase tripped =
                    new BreakerPhase.Tripped(now + options.fallbackDuration().toNanos());
            if (phase.compareAndSet(current, tripped)) {
                came(tripped);
            }
        }
    }

    /** Stands by again with a fresh window, whatever it has measured. */
    void reset() {
        BreakerPhase standby = new BreakerPhase.Standby(freshWindow());
        BreakerPhase before = phase.getAndSet(standby);
        if (!(before instanceof BreakerPhase.Standby)) {
            came(standby);
        }
    }

    private void came(BreakerPhase next) {
        since = ticker.now();
        came.accept(this, next);
    }

    /** When the present phase was found to have begun; a phase that begins by time alone is found by the next who asks. */
    Instant since() {
        phase();
        return since;
    }

    BreakerState state() {
        BreakerPhase current = phase();
        long now = ticker.nanos();
        return switch (current) {
            case BreakerPhase.Standby standby -> new BreakerState.Standby();
            case BreakerPhase.Tripped tripped -> new BreakerState.Tripped(instant(tripped.until() - now));
            case BreakerPhase.Recovering recovering ->
                new BreakerState.Recovering(
                        instant(recovering.until() - now), recovering.ramp().target(now));
        };
    }

    private Instant instant(long nanosAhead) {
        return ticker.now().plusNanos(nanosAhead);
    }
}
