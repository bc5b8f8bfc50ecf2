package dev.sluice.observe.meters;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What is counted by a label with few different values. Values of the label beyond a number share one, {@code other}.
 * Thread-safe; one that is known is found without a lock.
 */
final class Bounded<V> {
    /** The label of all that are too many. */
    static final String OTHER = "other";

    private final Map<String, V> known = new ConcurrentHashMap<>();
    private final int most;
    private final Supplier<V> make;

    Bounded(int most, Supplier<V> make) {
        this.most = most;
        this.make = make;
    }

    V of(String label) {
        V found = known.get(label);
        return found == null ? first(label) : found;
    }

    private synchronized V first(String label) {
        boolean room = known.containsKey(label) || known.size() < most;
        return known.computeIfAbsent(room ? label : OTHER, unknown -> make.get());
    }

    void forEach(BiConsumer<String, V> action) {
        known.forEach(action);
    }

    /** Forgets the others, whose places are free then. */
    synchronized void keep(Predicate<String> wanted) {
        known.keySet().removeIf(label -> !wanted.test(label));
    }
}
