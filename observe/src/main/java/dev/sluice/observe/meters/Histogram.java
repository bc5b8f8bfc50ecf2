package dev.sluice.observe.meters;

import dev.sluice.observe.meters.Distribution.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts values by size, in buckets with fixed bounds. Values are whole numbers: nanoseconds or bytes. Thread-safe; the cells
 * are adders, which cores that meet in one do not share. To record takes no lock and allocates nothing.
 */
final class Histogram {
    private static final double NANOS = 1e9;

    /** Those of OpenTelemetry's semantic conventions for HTTP, and two below for what is served on the spot. */
    private static final long[] DURATIONS = {
        1_000_000L,
        2_500_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        75_000_000L,
        100_000_000L,
        250_000_000L,
        500_000_000L,
        750_000_000L,
        1_000_000_000L,
        2_500_000_000L,
        5_000_000_000L,
        7_500_000_000L,
        10_000_000_000L
    };

    private static final long[] SIZES = {
        0, 1 << 8, 1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26, 1 << 28, 1 << 30
    };

    private final long[] bounds;
    private final double unit;
    private final LongAdder[] cells;
    private final LongAdder sum = new LongAdder();
    private final AtomicReferenceArray<Exemplars> exemplars = new AtomicReferenceArray<>(1);

    /** The exemplars of all buckets, made with the first one, and when the last of each came. */
    private record Exemplars(AtomicReferenceArray<Exemplar> newest, AtomicLongArray at) {}

    private Histogram(long[] bounds, double unit) {
        this.bounds = bounds;
        this.unit = unit;
        this.cells = new LongAdder[bounds.length + 1];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = new LongAdder();
        }
    }

    static Histogram ofNanos() {
        return new Histogram(DURATIONS, NANOS);
    }

    static Histogram ofBytes() {
        return new Histogram(SIZES, 1);
    }

    void record(long value) {
        cells[bucket(value)].increment();
        if (value != 0) { // as for most requests the bytes of their bodies
            sum.add(value);
        }
    }

    private int bucket(long value) {
        int i = 0;
        while (i < bounds.length && value > bounds[i]) {
            i++;
        }
        return i;
    }

    /**
     * Whether the bucket of a value wants an exemplar: it has had none for a while.
     *
     * @param now nanoseconds of a ticker
     * @param every the shortest time between two of them
     */
    boolean wantsExemplar(long value, long now, long every) {
        Exemplars known = exemplars.getPlain(0);
        if (known == null) {
            return true;
        }
        int bucket = bucket(value);
        return known.newest().getPlain(bucket) == null || now - known.at().getPlain(bucket) >= every;
    }

    /** Keeps an exemplar, in place of the one before. Of two at the same time one is lost, which harms nobody. */
    void exemplify(long value, Exemplar exemplar, long now) {
        Exemplars known = exemplars.getAcquire(0);
        if (known == null) {
            exemplars.compareAndSet(
                    0,
                    null,
                    new Exemplars(new AtomicReferenceArray<>(cells.length), new AtomicLongArray(cells.length)));
            known = exemplars.getAcquire(0);
        }
        int bucket = bucket(value);
        known.at().setPlain(bucket, now);
        known.newest().setRelease(bucket, exemplar);
    }

    /** How many values there are. */
    long count() {
        long count = 0;
        for (LongAdder cell : cells) {
            count += cell.sum();
        }
        return count;
    }

    /** In the unit of the metric: seconds or bytes. */
    double inUnit(long value) {
        return value / unit;
    }

    Distribution read() {
        Exemplars known = exemplars.getAcquire(0);
        List<Bucket> buckets = new ArrayList<>(cells.length);
        long below = 0;
        for (int i = 0; i < cells.length; i++) {
            below += cells[i].sum();
            double le = i < bounds.length ? bounds[i] / unit : Double.POSITIVE_INFINITY;
            Optional<Exemplar> exemplar = known == null
                    ? Optional.empty()
                    : Optional.ofNullable(known.newest().getAcquire(i));
            buckets.add(new Bucket(le, below, exemplar));
        }
        return new Distribution(below, sum.sum() / unit, buckets);
    }
}
