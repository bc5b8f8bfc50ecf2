package dev.sluice.middlewares.hedge;

import dev.sluice.core.Journal;
import dev.sluice.core.Ticker;
import dev.sluice.core.Timers;
import dev.sluice.model.Environment;

/** What all exchanges of a {@link Hedge} share. */
record HedgeParts(
        int maxAttempts, Delay delay, Allowance allowance, Tally tally, Journal journal, Ticker ticker, Timers timers) {
    static HedgeParts of(HedgeOptions options, Environment environment) {
        Tally tally = new Tally();
        tally.show(environment.instruments());
        return new HedgeParts(
                options.maxAttempts(),
                new Delay(options, environment.ticker()),
                new Allowance(options.budget()),
                tally,
                environment.journal(),
                environment.ticker(),
                environment.timers());
    }
}
