package dev.sluice;

import dev.sluice.model.Instruments;
import dev.sluice.observe.Observed.Gauge;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The numbers that the instances of a program show, by name. Thread-safe. */
final class Gauges implements Instruments {
    private record Key(String path, String name) {}

    /** A number, and whose it is: of two instances at one path the older is forgotten later. */
    private record Shown(Instruments owner, LongSupplier value) {}

    private final Map<Key, Shown> shown = new ConcurrentHashMap<>();

    @Override
    public void gauge(String name, LongSupplier value) {
        shown.put(new Key("", name), new Shown(this, value));
    }

    @Override
    public Instruments at(String path) {
        return new At(path);
    }

    @Override
    public void forget() {
        shown.clear();
    }

    private final class At implements Instruments {
        private final String path;

        At(String path) {
            this.path = path;
        }

        @Override
        public void gauge(String name, LongSupplier value) {
            shown.put(new Key(path, name), new Shown(this, value));
        }

        @Override
        public Instruments at(String inside) {
            return new At(path + "/" + inside);
        }

        @Override
        public void forget() {
            shown.values().removeIf(number -> number.owner() == this);
        }
    }

    /** All of them with their paths, read now. */
    List<Gauge> all() {
        return shown.entrySet().stream()
                .map(number -> new Gauge(
                        number.getKey().path(),
                        number.getKey().name(),
                        number.getValue().value().getAsLong()))
                .toList();
    }
}
