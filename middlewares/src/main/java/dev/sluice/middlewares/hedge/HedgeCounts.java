package dev.sluice.middlewares.hedge;

import dev.sluice.model.Instruments;
import java.util.concurrent.atomic.LongAdder;

/** What became of the attempts that a {@link Hedge} adds. Thread-safe. */
record HedgeCounts(LongAdder sent, LongAdder won, LongAdder refused) {
    HedgeCounts() {
        this(new LongAdder(), new LongAdder(), new LongAdder());
    }

    void show(Instruments instruments) {
        instruments.gauge("hedge.sent", sent::sum);
        instruments.gauge("hedge.won", won::sum);
        instruments.gauge("hedge.refused", refused::sum);
    }
}
