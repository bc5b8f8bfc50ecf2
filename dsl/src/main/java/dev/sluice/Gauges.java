package dev.sluice;

import dev.sluice.model.Instruments;
import dev.sluice.observe.Observed.Gauge;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The numbers that the instances of a program show, by name. Thread-safe. */
final class Gauges implements Instruments {
    /** A number, and whose it is: of two instances at one path the older is forgotten later. */
    private record Shown(Instruments owner, String path, String name, LongSupplier value) {
        Gauge read() {
            return new Gauge(path, name, value.getAsLong());
        }
    }

    /** By path and name. A list: how a record hashes is linked at the first call, which every start would wait for. */
    private final Map<List<String>, Shown> shown = new ConcurrentHashMap<>();

    @Override
    public void gauge(String name, LongSupplier value) {
        show(new Shown(this, "", name, value));
    }

    private void show(Shown number) {
        shown.put(List.of(number.path(), number.name()), number);
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
            show(new Shown(this, path, name, value));
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
        return shown.values().stream().map(Shown::read).toList();
    }
}
