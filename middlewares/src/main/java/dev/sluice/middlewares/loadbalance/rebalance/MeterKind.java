package dev.sluice.middlewares.loadbalance.rebalance;

import dev.sluice.core.time.Ticker;
import java.util.function.Function;

/** How a {@link Rebalancer} rates members, as data. */
public sealed interface MeterKind {
    /** oxy's: the share of network failures and statuses 500 to 504 in ten seconds. */
    record Failures() implements MeterKind {
        @Override
        public Meter meter(Ticker ticker) {
            return new FailureMeter(ticker);
        }

        @Override
        public String toString() {
            return "failures";
        }
    }

    /**
     * Code of a program's own.
     *
     * @param factory makes the meter of a member from the time
     */
    record Custom(Function<Ticker, Meter> factory) implements MeterKind {
        @Override
        public Meter meter(Ticker ticker) {
            return factory.apply(ticker);
        }
    }

    /**
     * A meter for one member.
     *
     * @param ticker the time
     * @return a new one
     */
    Meter meter(Ticker ticker);

    /**
     * The default.
     *
     * @return {@link Failures}
     */
    static MeterKind failures() {
        return new Failures();
    }

    /**
     * Code of the program, for example one that rates by latency.
     *
     * @param factory makes the meter of a member from the time
     * @return {@link Custom}
     */
    static MeterKind custom(Function<Ticker, Meter> factory) {
        return new Custom(factory);
    }
}
