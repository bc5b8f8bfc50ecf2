package dev.sluice.observe.meters;

import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.model.Difference;
import dev.sluice.model.Model;
import dev.sluice.observe.Observed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A program that shows what a test puts in it, and is good for nothing else. */
public final class FakeProgram implements Observed {
    /** By name. */
    public final Map<String, Pool> pools = new TreeMap<>();
    /** By path. */
    public final Map<String, Object> made = new HashMap<>();

    /** In any order. */
    public final List<Connections> connections = new ArrayList<>();

    /** In any order. */
    public final List<Gauge> gauges = new ArrayList<>();

    /** In any order. */
    public final List<Listening> listeners = new ArrayList<>();

    @Override
    public Map<String, Pool> pools() {
        return pools;
    }

    @Override
    public <T> Map<String, T> made(Class<T> type) {
        Map<String, T> found = new TreeMap<>();
        made.forEach((path, one) -> {
            if (type.isInstance(one)) {
                found.put(path, type.cast(one));
            }
        });
        return found;
    }

    @Override
    public List<Connections> connections() {
        return connections;
    }

    @Override
    public List<Gauge> gauges() {
        return gauges;
    }

    @Override
    public List<Listening> listeners() {
        return listeners;
    }

    @Override
    public Ticker ticker() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Timers timers() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Version version() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Version> history() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean changeable() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Model read(String yaml) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String json(Model model) {
        return "{}";
    }

    @Override
    public String yaml(Model model) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Difference plan(Model model) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Version apply(Model model, OptionalInt version) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Version rollback(OptionalInt version) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean draining() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> refused() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String explain(String method, String url, List<String> fields) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration onDecision(Consumer<Journal.Entry> reader) {
        throw new UnsupportedOperationException();
    }
}
