package dev.sluice.observe.meters;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;

/** Durations by the class of the status. Thread-safe. */
final class StatusTimes {
    /** In place of the status of an attempt that got no response. */
    static final int ERROR = 0;

    private static final String[] NAMES = {"error", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private final AtomicReferenceArray<Histogram> classes = new AtomicReferenceArray<>(NAMES.length);

    /**
     * Those of a class, which are made with the first one.
     *
     * @param status a status code, or {@link #ERROR}
     */
    Histogram of(int status) {
        int index = Math.min(status / 100, NAMES.length - 1);
        Histogram known = classes.getAcquire(index);
        if (known == null) {
            classes.compareAndSet(index, null, Histogram.ofNanos());
            known = classes.getAcquire(index);
        }
        return known;
    }

    /** How many there are of all classes. */
    long count() {
        long count = 0;
        for (int i = 0; i < NAMES.length; i++) {
            Histogram known = classes.getAcquire(i);
            count += known == null ? 0 : known.count();
        }
        return count;
    }

    void forEach(BiConsumer<String, Distribution> action) {
        for (int i = 0; i < NAMES.length; i++) {
            Histogram known = classes.getAcquire(i);
            if (known != null) {
                action.accept(NAMES[i], known.read());
            }
        }
    }
}
