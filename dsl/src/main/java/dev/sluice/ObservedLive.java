package dev.sluice;

import dev.sluice.config.ModelFiles;
import dev.sluice.config.ModelYaml;
import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.options.Mistakes;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.model.Difference;
import dev.sluice.model.Model;
import dev.sluice.model.Spec;
import dev.sluice.observe.Observed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What observers see of a program that runs, wherever it does. Thread-safe. */
final class ObservedLive implements Observed {
    private final Live live;
    /** Of all its starts. */
    private final List<Listeners> starts = new CopyOnWriteArrayList<>();

    ObservedLive(Live live) {
        this.live = live;
    }

    void started(Listeners listeners) {
        starts.add(listeners);
    }

    void stopped(Listeners listeners) {
        starts.remove(listeners);
    }

    @Override
    public Ticker ticker() {
        return live.ticker();
    }

    @Override
    public Timers timers() {
        return live.timers();
    }

    @Override
    public Version version() {
        return version(live.history().versions().getFirst());
    }

    @Override
    public List<Version> history() {
        return live.history().versions().stream().map(ObservedLive::version).toList();
    }

    private static Version version(Applied applied) {
        return new Version(applied.version(), applied.at(), applied.model(), applied.difference());
    }

    @Override
    public boolean changeable() {
        return live.isChangeable();
    }

    @Override
    public Model read(String yaml) {
        // whoever sends it sees nothing of this process, and need not repeat what was set for it
        Model read = ModelFiles.with(Map.of(), Map.of()).read("model", yaml);
        for (Spec<?> setting : version().model().settings().values()) {
            read = read.settings().containsKey(setting.type().name()) ? read : read.with(setting);
        }
        return read;
    }

    @Override
    public String yaml(Model model) {
        return ModelYaml.of(model);
    }

    @Override
    public String json(Model model) {
        return ModelYaml.json(model);
    }

    @Override
    public Difference plan(Model model) {
        model.check();
        return told(() -> live.plan(model)).difference();
    }

    @Override
    public Version apply(Model model, OptionalInt version) {
        return version(told(() -> live.apply(model, version)));
    }

    @Override
    public Version rollback(OptionalInt version) {
        return version(told(() -> live.rollback(version)));
    }

    /** Observers know nothing of programs. */
    private static <T> T told(Supplier<T> change) {
        try {
            return change.get();
        } catch (ProgramException wrong) {
            Mistakes mistakes = new Mistakes();
            wrong.mistakes().forEach(mistakes::add);
            mistakes.throwIfAny();
            throw wrong;
        }
    }

    @Override
    public Map<String, Pool> pools() {
        return live.pools();
    }

    @Override
    public List<Connections> connections() {
        return live.transports().stream()
                .flatMap(transports -> transports.connections().stream())
                .map(some -> new Connections(some.upstream(), some.http2() ? "2" : "1.1", some.idle(), some.active()))
                .toList();
    }

    @Override
    public <T> Map<String, T> made(Class<T> type) {
        return live.current().generation().made(type);
    }

    @Override
    public List<Gauge> gauges() {
        return live.gauges().all();
    }

    @Override
    public List<Listening> listeners() {
        List<Listening> all = new ArrayList<>();
        starts.forEach(listeners -> listeners
                .byName()
                .forEach((name, listener) -> all.add(new Listening(
                        name,
                        listener.uri(),
                        !listener.server().hasEndedByItself(),
                        listener.server().stats()))));
        return all;
    }

    @Override
    public boolean draining() {
        return starts.stream()
                .flatMap(listeners -> listeners.all().stream())
                .anyMatch(listener -> listener.server().isDraining());
    }

    @Override
    public List<String> refused() {
        return live.history().mistakes();
    }

    @Override
    public String explain(String method, String url, List<String> fields) {
        return live.explain(ImaginedRequest.of(method, url, fields.toArray(String[]::new)));
    }

    @Override
    public Registration onDecision(Consumer<Journal.Entry> reader) {
        return live.decisions().read(reader);
    }
}
