package dev.sluice.middlewares.rolling;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** Counts statuses of one kind, over a sliding window. Thread-safe, without a lock. */
final class StatusCounts {
    private final int lowest;
    private final AtomicReferenceArray<RollingCounter> counters;
    private final Supplier<RollingCounter> counter;

    /**
     * Nothing counted.
     *
     * @param lowest what lower ones count as
     * @param highest what higher ones count as
     * @param counter makes that of a status when the first comes
     */
    StatusCounts(int lowest, int highest, Supplier<RollingCounter> counter) {
        this.lowest = lowest;
        this.counters = new AtomicReferenceArray<>(highest - lowest + 1);
        this.counter = counter;
    }

    void add(int status) {
        of(Math.clamp((long) status - lowest, 0, counters.length() - 1)).add(1);
    }

    private RollingCounter of(int index) {
        RollingCounter present = counters.get(index);
        if (present != null) {
            return present;
        }
        counters.compareAndSet(index, null, counter.get());
        return counters.get(index);
    }

    /** The number of some, divided by the number of others; 0 if there were none of the others. */
    double ratio(IntPredicate some, IntPredicate others) {
        long above = 0;
        long below = 0;
        for (int i = 0; i < counters.length(); i++) {
            RollingCounter known = counters.get(i);
            long count = known == null ? 0 : known.count();
            above += some.test(i + lowest) ? count : 0;
            below += others.test(i + lowest) ? count : 0;
        }
        return below == 0 ? 0 : (double) above / below;
    }
}
