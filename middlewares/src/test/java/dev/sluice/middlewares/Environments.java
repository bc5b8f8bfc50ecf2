package dev.sluice.middlewares;

import dev.sluice.core.time.Ticker;
import dev.sluice.model.Environment;
import java.util.SplittableRandom;

/** Environments of tests. */
public final class Environments {
    private Environments() {}

    /** One whose randomness is the same every time, and which has no timers. */
    public static Environment at(Ticker ticker) {
        return Environment.of(
                ticker,
                action -> {
                    throw new IllegalStateException("no timers here");
                },
                new SplittableRandom(1),
                new SplittableRandom(2));
    }
}
