package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Upstream;
import dev.sluice.core.Verdict;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Vote;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The breaker of one member, and its vote: while it is tripped the member is not picked, while it recovers the member
 * is picked on trial.
 */
final class MemberBreaker implements Vote {
    private final Upstream upstream;
    private final Ticker ticker;
    private final Breaker breaker;

    MemberBreaker(
            Upstream upstream,
            CircuitBreakerOptions options,
            Ticker ticker,
            BiConsumer<MemberBreaker, BreakerPhase> came) {
        this.upstream = upstream;
        this.ticker = ticker;
        this.breaker = new Breaker(options, ticker, (same, phase) -> came.accept(this, phase));
    }

    Upstream upstream() {
        return upstream;
    }

    Breaker breaker() {
        return breaker;
    }

    /** Admits the exchange and measures it. Whether the member may have it was decided by the pick. */
    Verdict measured() {
        return switch (breaker.phase()) {
            case BreakerPhase.Standby standby -> Verdict.admit(breaker.measuring(standby.window()));
            case BreakerPhase.Recovering recovering -> Verdict.admit(breaker.measuring(recovering.window()));
            case BreakerPhase.Tripped tripped -> Verdict.admit();
        };
    }

    Instant since() {
        return breaker.since();
    }

    void reset() {
        breaker.reset();
    }

    BreakerState state() {
        return breaker.state();
    }

    /** Nanoseconds until the present phase ends; 0 in standby. */
    long nanosLeft() {
        long now = ticker.nanos();
        return switch (breaker.left()) {
            case BreakerPhase.Standby standby -> 0;
            case BreakerPhase.Recovering recovering -> Math.max(0, recovering.until() - now);
            case BreakerPhase.Tripped tripped -> Math.max(1, tripped.until() - now);
        };
    }

    @Override
    public String judge() {
        return "breaker";
    }

    @Override
    public Standing standing() {
        long now = ticker.nanos();
        return switch (breaker.left()) {
            case BreakerPhase.Standby standby -> Standing.IN;
            case BreakerPhase.Recovering recovering -> recovering.over(now) ? Standing.IN : Standing.TRIAL;
            case BreakerPhase.Tripped tripped -> tripped.over(now) ? Standing.TRIAL : Standing.OUT;
        };
    }

    @Override
    public boolean admits() {
        return switch (breaker.phase()) {
            case BreakerPhase.Standby standby -> true;
            case BreakerPhase.Recovering recovering -> recovering.ramp().allows(ticker.nanos());
            case BreakerPhase.Tripped tripped -> false;
        };
    }

    /** The breaker notes that it stands by. */
    @Override
    public Optional<String> over() {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return breaker.left() instanceof BreakerPhase.Tripped ? "tripped" : "recovering";
    }
}
