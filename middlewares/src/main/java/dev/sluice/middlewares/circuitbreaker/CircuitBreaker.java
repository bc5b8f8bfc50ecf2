package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Completion;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Ticker;
import dev.sluice.core.Verdict;
import dev.sluice.middlewares.rolling.Blame;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stops asking who fails. It watches how exchanges end; when a condition about them holds, a fallback answers for a
 * while instead, and then traffic comes back little by little.
 *
 * <p><b>Standby</b>: everything passes. At the end of an exchange, but at most once a check period, the condition is
 * asked, provided that there were enough requests; if it holds, the breaker trips. <b>Tripped</b>: nothing passes for
 * the fallback duration. <b>Recovering</b>: a share of the requests passes that grows from nothing to a half over the
 * recovery duration; if the condition holds for them, the breaker trips again, otherwise it stands by. A trip forgets
 * all measures, and what was admitted before it is not counted when it ends after it.
 *
 * <p>Counted is every exchange at the end of its body, also if a handler throws (500). An exchange that the client
 * broke off says nothing and is not counted; a 4xx is counted as an answer like any other.
 *
 * <p>The client sees the fallback: by default 503 with {@code Retry-After}. Thread-safe; in standby a request takes no
 * lock. After oxy's {@code cbreaker}, which is after Hystrix.
 */
public final class CircuitBreaker implements Gate {
    private static final String REASON = "circuit-tripped";

    private final CircuitBreakerOptions options;
    private final Ticker ticker;
    private final SideEffects effects;
    private final AtomicReference<BreakerPhase> phase;
    private final AtomicLong nextCheck;

    /**
     * A breaker in standby.
     *
     * @param options when to trip and what to do then
     * @param ticker the time
     */
    public CircuitBreaker(CircuitBreakerOptions options, Ticker ticker) {
        this(options, ticker, SideEffects.ON_VIRTUAL_THREADS);
    }

    CircuitBreaker(CircuitBreakerOptions options, Ticker ticker, Executor executor) {
        this.options = options;
        this.ticker = ticker;
        this.effects = new SideEffects(executor);
        this.phase = new AtomicReference<>(new BreakerPhase.Standby(freshWindow()));
        this.nextCheck = new AtomicLong(ticker.nanos());
    }

    private Window freshWindow() {
        return new Window(ticker);
    }

    @Override
    public Verdict admit(Request request) {
        long now = ticker.nanos();
        BreakerPhase current = phaseAt(now);
        return switch (current) {
            case BreakerPhase.Standby standby -> admitted(standby.window(), now);
            case BreakerPhase.Recovering recovering
            when recovering.ramp().allows(now) -> admitted(recovering.window(), now);
            case BreakerPhase.Recovering recovering -> rejected(request, recovering.until() - now);
            case BreakerPhase.Tripped tripped -> rejected(request, tripped.until() - now);
        };
    }

    /** The phase, after the steps that time alone brings about. */
    private BreakerPhase phaseAt(long now) {
        while (true) {
            BreakerPhase current = Objects.requireNonNull(phase.get());
            Optional<BreakerPhase> next = after(current, now);
            if (next.isEmpty()) {
                return current;
            }
            if (phase.compareAndSet(current, next.get()) && next.get() instanceof BreakerPhase.Standby) {
                effects.run(options.onStandby());
            }
        }
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

    private Verdict admitted(Window window, long start) {
        Completion completion = outcome -> {
            if (Blame.of(outcome) != Blame.CLIENT) {
                ended(window, outcome, start);
            }
        };
        return Verdict.admit(completion);
    }

    private void ended(Window window, Outcome outcome, long start) {
        long now = ticker.nanos();
        window.record(outcome, Duration.ofNanos(now - start));
        long due = nextCheck.get();
        if (now - due >= 0
                && nextCheck.compareAndSet(due, now + options.checkPeriod().toNanos())) {
            check(window, now);
        }
    }

    private void check(Window window, long now) {
        BreakerPhase current = Objects.requireNonNull(phase.get());
        boolean enough = current instanceof BreakerPhase.Recovering || window.requests() >= options.minimumRequests();
        if (current.measures(window) && enough && options.condition().test(window)) {
            BreakerPhase tripped =
                    new BreakerPhase.Tripped(now + options.fallbackDuration().toNanos());
            if (phase.compareAndSet(current, tripped)) {
                effects.run(options.onTripped());
            }
        }
    }

    private Verdict rejected(Request request, long nanosLeft) {
        Response answer = options.fallback()
                .map(fallback -> fallback.handle(request))
                .orElseGet(() -> unavailable(request, Math.ceilDiv(nanosLeft, 1_000_000_000L)));
        Provenance provenance = answer.provenance();
        return Verdict.reject(
                provenance.reason().isEmpty() ? answer.withProvenance(provenance.withReason(REASON)) : answer);
    }

    /** Says which upstream was not asked and that nothing was sent, so that a retry may go elsewhere. */
    private static Response unavailable(Request request, long secondsLeft) {
        Provenance provenance = new Provenance(request.upstream(), 0, REASON, Provenance.Timings.NONE);
        Response plain = Response.failed(new Failure.NoUpstream("the circuit breaker is tripped"), provenance);
        Fields fields = plain.fields().with("Retry-After", String.valueOf(Math.max(1, secondsLeft)));
        return plain.withFields(fields);
    }

    /**
     * What it does now.
     *
     * @return standby, tripped or recovering
     */
    public BreakerState state() {
        long now = ticker.nanos();
        return switch (phaseAt(now)) {
            case BreakerPhase.Standby standby -> new BreakerState.Standby();
            case BreakerPhase.Tripped tripped -> new BreakerState.Tripped(instant(tripped.until() - now));
            case BreakerPhase.Recovering recovering -> recoveringState(recovering, now);
        };
    }

    private BreakerState recoveringState(BreakerPhase.Recovering recovering, long now) {
        double ratio = recovering.ramp().target(now);
        return new BreakerState.Recovering(instant(recovering.until() - now), ratio);
    }

    private Instant instant(long nanosAhead) {
        return ticker.now().plusNanos(nanosAhead);
    }

    @Override
    public String describe() {
        return "circuitBreaker(" + options.condition() + ")";
    }
}
