package dev.sluice;

import dev.sluice.model.Instruments;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;

/** The numbers that the instances of a generation show, by name. Thread-safe. */
final class Gauges implements Instruments {
    private final Map<String, LongSupplier> byName = new ConcurrentSkipListMap<>();

    @Override
    public void gauge(String name, LongSupplier value) {
        String free = name;
        for (int number = 2; byName.putIfAbsent(free, value) != null; number++) {
            free = name + "#" + number;
        }
    }

    /** All of them, read now. */
    Map<String, Long> read() {
        Map<String, Long> now = new TreeMap<>();
        byName.forEach((name, value) -> now.put(name, value.getAsLong()));
        return now;
    }
}
