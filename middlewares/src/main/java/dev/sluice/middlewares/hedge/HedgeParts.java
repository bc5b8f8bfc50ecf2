package dev.sluice.middlewares.hedge;

import dev.sluice.core.Request;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import dev.sluice.model.Environment;
import java.time.Duration;

/** What all exchanges of a {@link Hedge} share. */
record HedgeParts(
        int maxAttempts,
        Delay delay,
        Allowance allowance,
        HedgeCounts counts,
        Journal journal,
        Ticker ticker,
        Timers timers) {
    static HedgeParts of(HedgeOptions options, Environment environment) {
        HedgeCounts counts = new HedgeCounts();
        counts.show(environment.instruments());
        return new HedgeParts(
                options.maxAttempts(),
                new Delay(options, environment.ticker()),
                new Allowance(options.budget()),
                counts,
                environment.journal(),
                environment.ticker(),
                environment.timers());
    }

    /** Counts and notes an attempt that was added. */
    void added(Request request, HedgedAttempt attempt, Duration after) {
        counts.sent().increment();
        journal.note(request, new Decision.Hedged(attempt.request().attempt(), after));
    }

    /** Counts and notes which of several attempts has won. */
    void won(Request request, HedgedAttempt attempt) {
        if (attempt.isAdded()) {
            counts.won().increment();
        }
        if (journal.isRead()) {
            journal.note(request, new Decision.HedgeWon(attempt.request().attempt(), attempt.upstream()));
        }
    }
}
