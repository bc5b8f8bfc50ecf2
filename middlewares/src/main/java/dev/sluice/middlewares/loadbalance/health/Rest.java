package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Response;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.field.RetryAfter;
import dev.sluice.middlewares.loadbalance.pool.Vote;
import java.time.Duration;
import java.util.Optional;

/** The vote of a member against itself: it has answered 503 with Retry-After (RFC 9110 §10.2.3), and is left alone so long. */
final class Rest implements Vote {
    private static final int UNAVAILABLE = 503;

    private final Ticker ticker;
    private final Duration lasts;
    private final long until;

    private Rest(Ticker ticker, Duration lasts) {
        this.ticker = ticker;
        this.lasts = lasts;
        this.until = ticker.nanos() + lasts.toNanos();
    }

    /** What a response asks for, up to what the rules allow. */
    static Optional<Rest> asked(Response response, PassiveHealth rules, Ticker ticker) {
        if (response.status().code() != UNAVAILABLE || !rules.retryAfter().isPositive()) {
            return Optional.empty();
        }
        return RetryAfter.of(response.fields(), ticker)
                .filter(Duration::isPositive)
                .map(asked -> asked.compareTo(rules.retryAfter()) > 0 ? rules.retryAfter() : asked)
                .map(allowed -> new Rest(ticker, allowed));
    }

    Duration lasts() {
        return lasts;
    }

    boolean lastsAsLongAs(Rest other) {
        return until - other.until >= 0;
    }

    @Override
    public String judge() {
        return "retry-after";
    }

    @Override
    public Standing standing() {
        return ticker.nanos() - until < 0 ? Standing.OUT : Standing.IN;
    }

    @Override
    public boolean binding() {
        return false;
    }

    @Override
    public Optional<String> over() {
        return Optional.of("passive: the time of its Retry-After is over");
    }

    @Override
    public String toString() {
        return "asks for a rest";
    }
}
