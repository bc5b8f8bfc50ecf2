package dev.sluice.middlewares.adaptive;

import java.util.Arrays;

/** The latest latencies of a bounded number, in a ring. Not thread-safe. */
final class Latencies {
    private final long[] latest;
    private int count;
    private int next;

    Latencies(int capacity) {
        latest = new long[capacity];
    }

    void add(long nanos) {
        latest[next] = nanos;
        next = next + 1 < latest.length ? next + 1 : 0;
        count = Math.min(count + 1, latest.length);
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == latest.length;
    }

    /** The middle one; of an even number the greater of the two. At least 1, so that it can be divided by. */
    long median() {
        long[] sorted = Arrays.copyOf(latest, count);
        Arrays.sort(sorted);
        return Math.max(1, sorted[count / 2]);
    }

    void clear() {
        count = 0;
        next = 0;
    }
}
