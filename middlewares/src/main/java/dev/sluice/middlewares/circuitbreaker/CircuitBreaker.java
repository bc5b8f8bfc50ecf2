package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Gate;
import dev.sluice.core.Request;
import dev.sluice.core.Verdict;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.model.Environment;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Stops requests to an upstream that fails. It measures how exchanges end. When a condition about these measures holds,
 * a fallback answers instead for some time; after that, traffic is let through in growing shares.
 *
 * <p><b>Standby</b>: everything passes. At the end of an exchange, but at most once in a check period, the condition is
 * evaluated, provided that the window has the minimum of requests. If it holds, the breaker trips. <b>Tripped</b>:
 * nothing passes for the fallback duration. <b>Recovering</b>: a share of the requests passes that grows from nothing
 * to a half over the recovery duration; if the condition holds for them, the breaker trips again, otherwise it stands
 * by. A trip resets all measures. An exchange that was admitted before a trip and ends after it is not counted.
 *
 * <p>Every exchange is counted at its end, also if a handler throws (500). An exchange that the client broke off is not
 * counted, since it says nothing about the upstream. A 4xx is counted as a success. Latency is the time to the head of
 * the response, unless {@link LatencyTo#END} is asked for.
 *
 * <p>The client sees the fallback: by default 503 with {@code Retry-After}. Thread-safe; in standby a request takes no
 * lock. After oxy's {@code cbreaker}, which is after Hystrix.
 */
public final class CircuitBreaker implements Gate {
    private final CircuitBreakerOptions options;
    private final Ticker ticker;
    private final Breaker breaker;

    /**
     * A breaker in standby.
     *
     * @param options when to trip and what to do then
     * @param ticker the time
     */
    public CircuitBreaker(CircuitBreakerOptions options, Ticker ticker) {
        this(options, ticker, Journal.NONE, SideEffects.ON_VIRTUAL_THREADS);
    }

    /**
     * A breaker in standby.
     *
     * @param options when to trip and what to do then
     * @param environment the time, and where trips are noted
     */
    public CircuitBreaker(CircuitBreakerOptions options, Environment environment) {
        this(options, environment.ticker(), environment.journal(), SideEffects.ON_VIRTUAL_THREADS);
    }

    CircuitBreaker(CircuitBreakerOptions options, Ticker ticker, Journal journal, Executor executor) {
        this.options = options;
        this.ticker = ticker;
        PhaseChanges changes = new PhaseChanges(options, journal, new SideEffects(executor));
        this.breaker = new Breaker(options, ticker, (one, phase) -> changes.came(Optional.empty(), one, phase));
    }

    @Override
    public Verdict admit(Request request) {
        BreakerPhase current = breaker.phase();
        long now = ticker.nanos();
        return switch (current) {
            case BreakerPhase.Standby standby -> Verdict.admit(breaker.measuring(standby.window()));
            case BreakerPhase.Recovering recovering
            when recovering.ramp().allows(now) -> Verdict.admit(breaker.measuring(recovering.window()));
            case BreakerPhase.Recovering recovering -> rejected(request, recovering.until() - now);
            case BreakerPhase.Tripped tripped -> rejected(request, tripped.until() - now);
        };
    }

    private Verdict rejected(Request request, long nanosLeft) {
        return Verdict.reject(TrippedAnswer.of(request, options.fallback(), nanosLeft));
    }

    /**
     * The state it is in now.
     *
     * @return standby, tripped or recovering
     */
    public BreakerState state() {
        return breaker.state();
    }

    /**
     * When its state began.
     *
     * @return the time when it was made, if it never changed; of a state that begins by time alone, when it was noticed
     */
    public Instant since() {
        return breaker.since();
    }

    /** Stands by again, and forgets what was measured: somebody has mended what it guards. */
    public void reset() {
        breaker.reset();
    }

    @Override
    public String describe() {
        return CircuitBreakerType.TYPE.describe(options);
    }
}
