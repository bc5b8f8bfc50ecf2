package dev.sluice;

import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import dev.sluice.forwarder.Transports;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.model.Difference;
import dev.sluice.model.Environment;
import dev.sluice.model.Generation;
import dev.sluice.model.Model;
import dev.sluice.observe.journal.Recent;
import dev.sluice.observe.meters.Stats;
import dev.sluice.observe.metrics.Exposed;
import dev.sluice.observe.metrics.MetricsOptions;
import dev.sluice.observe.metrics.MetricsPusher;
import dev.sluice.observe.metrics.MetricsType;
import dev.sluice.server.Hosting;
import dev.sluice.server.Pipeline;
import dev.sluice.server.PipelineSource;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What runs of a program: a generation, which another may follow. A request keeps the one that it began with.
 * Thread-safe.
 */
final class Live implements PipelineSource, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Live.class.getName());

    private final Gauges gauges = new Gauges();
    private final Decisions decisions;
    private final Observers observers;
    private final Environment environment;
    private final LivePools pools;
    private final History history;
    /** Which some exchanges still have. */
    private final List<Run> retired = new CopyOnWriteArrayList<>();
    /** Of the starts whose listeners are those of the model. */
    private final List<Listeners> listeners = new CopyOnWriteArrayList<>();

    private final boolean changeable;
    private final ObservedLive observed = new ObservedLive(this);
    private final Optional<AdminListener> admin;
    /** What is closed at the end, or if the start fails; the last one first. */
    private final Deque<Runnable> closing = new ArrayDeque<>();

    private volatile Run current;

    /**
     * Makes a model run.
     *
     * @param changeable whether another model may follow
     * @throws ProgramException naming everything that cannot be had; then nothing runs
     */
    Live(Model model, Environment outside, boolean changeable) {
        this.changeable = changeable;
        decisions = new Decisions(outside.ticker());
        history = new History(outside.ticker(), gauges);
        observers = Generations.told(() -> Observers.of(model, outside, decisions, observed));
        closing.push(observers::close);
        environment = outside.withInstruments(gauges).withJournal(decisions).withAttempts(observers.attempts());
        closing.push(environment::forgetAll);
        pools = new LivePools(environment);
        try {
            current = run(Generations.made(() -> Generation.of(model, environment, Pipeline::nested)), 1);
            closing.push(() -> current.close());
            pools.awaitMembers();
            observers.runs(model);
            show();
            history.add(1, model, new Difference(List.of(), 0));
            closing.push(Exposed.show(this::stats)::cancel);
            closing.push(Generations.told(() -> pushed(model))::cancel);
            warn();
            admin = Generations.told(() -> admin(model));
        } catch (RuntimeException | Error failed) {
            close();
            throw failed;
        }
        admin.ifPresent(listener -> closing.push(listener::close));
    }

    private Registration pushed(Model model) {
        MetricsOptions options = MetricsType.TYPE
                .in(model)
                .orElseGet(() -> MetricsOptions.builder().build());
        return MetricsPusher.start(options, this::stats);
    }

    private Optional<AdminListener> admin(Model model) {
        return AdminType.TYPE.in(model).map(options -> AdminListener.start(options, this, environment));
    }

    private Run run(Generation generation, int version) {
        Pipeline pipeline = new Pipeline(
                observers.before(generation.edge()),
                generation.end(),
                environment.ticker(),
                environment.timers(),
                generation::path);
        return new Run(generation, pipeline, version, observers);
    }

    private void show() {
        gauges.gauge("gateway.version", () -> current.version());
        gauges.gauge("gateway.active", this::inFlight);
        observers.tracing().ifPresent(spans -> gauges.gauge("tracing.dropped", spans::dropped));
    }

    /** Exchanges under way, those included that began with a model of before. */
    private long inFlight() {
        return current.inFlight() + retired.stream().mapToLong(Run::inFlight).sum();
    }

    /**
     * What would change.
     *
     * @throws ProgramException if a setting is another, which is settled when the program starts
     */
    Plan plan(Model model) {
        Run now = current;
        sameSettings(now.generation().model(), model);
        return new Plan(
                now.version(), model, Difference.between(now.generation().model(), model));
    }

    /**
     * Makes another model run. What is the same part at the same place keeps its state; exchanges under way keep what
     * they began with.
     *
     * @throws IllegalStateException if another model runs than the plan was made for
     * @throws ProgramException naming everything that cannot be had; then nothing has changed
     */
    synchronized Applied apply(Plan plan) {
        Applied done = change(plan);
        history.applied();
        return done;
    }

    private Applied change(Plan plan) {
        Run before = current;
        if (plan.version() != before.version()) {
            throw new IllegalStateException("the plan is for version " + plan.version() + ", and version "
                    + before.version() + " runs by now: make another plan");
        }
        sameSettings(before.generation().model(), plan.model());
        List<ListenersChange> changes = new ArrayList<>();
        try {
            listeners.forEach(those -> changes.add(those.change(Listeners.of(plan.model()), plan.model())));
            Run next = run(Generations.made(() -> before.generation().next(plan.model())), before.version() + 1);
            pools.awaitMembers();
            retired.removeIf(run -> run.inFlight() == 0);
            retired.add(before);
            observers.runs(plan.model()); // what it hides is hidden from its first request on
            current = next;
        } catch (RuntimeException | Error failed) {
            changes.forEach(ListenersChange::undo);
            pools.forget(plan.model(), before.generation().model());
            throw failed;
        }
        before.retire();
        changes.forEach(ListenersChange::done);
        pools.forget(before.generation().model(), plan.model());
        warn();
        return history.add(current.version(), plan.model(), plan.difference());
    }

    /** Who observes a program is settled when it starts. */
    private static void sameSettings(Model before, Model after) {
        Set<String> names = new TreeSet<>(before.settings().keySet());
        names.addAll(after.settings().keySet());
        names.removeIf(name ->
                Objects.equals(before.settings().get(name), after.settings().get(name)));
        if (!names.isEmpty()) {
            throw new ProgramException(names.stream()
                    .map(name -> name + ": cannot change while the gateway runs; start it again")
                    .toList());
        }
    }

    /** Remembers that a change could not be made, and says so in the log. */
    void refused(RuntimeException wrong) {
        history.refused(wrong);
        LOGGER.log(System.Logger.Level.WARNING, "a change was refused, and what runs goes on: {0}", wrong.getMessage());
    }

    /**
     * Makes another model run, if a version still runs.
     *
     * @throws IllegalStateException if another runs, or none may follow
     */
    synchronized Applied apply(Model model, OptionalInt version) {
        expect(version);
        try {
            return apply(plan(model));
        } catch (ProgramException | IllegalStateException wrong) {
            refused(wrong);
            throw wrong;
        }
    }

    /** As {@link #rollback()}, if a version still runs. */
    synchronized Applied rollback(OptionalInt version) {
        expect(version);
        return rollback();
    }

    private void expect(OptionalInt version) {
        if (!changeable) {
            throw new IllegalStateException("a proxy has one pipeline, which does not change while it runs");
        }
        if (version.isPresent() && version.getAsInt() != current.version()) {
            throw new IllegalStateException(
                    "version " + current.version() + " runs by now, and not " + version.getAsInt());
        }
    }

    /** Whether another model may follow. */
    boolean isChangeable() {
        return changeable;
    }

    /** As observers see it. */
    ObservedLive observed() {
        return observed;
    }

    /** What would become of a request, by the model of now. */
    String explain(Request request) {
        return Foresight.of(current.generation().model(), request, environment);
    }

    private void warn() {
        current.generation().findings().forEach(finding -> LOGGER.log(System.Logger.Level.WARNING, finding));
    }

    synchronized Applied rollback() {
        Applied back = change(plan(history.before().model()));
        history.rolledBack();
        return back;
    }

    /** What was applied, refused and rolled back. */
    History history() {
        return history;
    }

    Run current() {
        return current;
    }

    /** The pipeline of now, for hosts. */
    Pipeline pipeline() {
        return Pipeline.changing(this, environment.ticker(), environment.timers());
    }

    /** What a host of a listener works with: recorders are told wherever they stand. */
    Hosting hosting() {
        return new Hosting(
                List.of(new Recorders()),
                (request, error, problem) ->
                        current.pipeline().errors().orElse(ErrorRenderer.text()).render(request, error, problem),
                environment.ticker(),
                environment.timers());
    }

    /** Those of now. */
    private final class Recorders implements ExchangeRecorder {
        @Override
        public void record(Request request, Outcome outcome) {
            observers.refused(request, outcome);
            current.generation().recorders().forEach(recorder -> recorder.record(request, outcome));
        }
    }

    /** Lets the listeners of a start follow the model, from now on. */
    void follow(Listeners those) {
        listeners.add(those);
    }

    /** Lets them follow no longer. */
    void unfollow(Listeners those) {
        listeners.remove(those);
    }

    Ticker ticker() {
        return environment.ticker();
    }

    Timers timers() {
        return environment.timers();
    }

    /** The pools that requests are balanced over now, by name, or by the path of the step that picks if they have none. */
    Map<String, Pool> pools() {
        return pools.of(current.generation().model());
    }

    /** How upstreams are reached; empty if no request leaves. */
    Optional<Transports> transports() {
        return Optional.ofNullable(environment.shared().get(Transports.class)).map(Transports.class::cast);
    }

    /** The numbers that instances show. */
    Gauges gauges() {
        return gauges;
    }

    /** Everything that is counted and measured, read now. */
    Stats stats() {
        return observers.meters().stats(observed);
    }

    /** What is remembered of decisions and failures, if there is an admin listener. */
    Optional<Recent> recent() {
        return observers.recent();
    }

    /** Where it is looked after, if there is such a listener. */
    Optional<URI> adminUri() {
        return admin.map(AdminListener::uri);
    }

    /** Reads the files of the admin listener's certificates again, if it has any. */
    void reloadCertificates() {
        admin.ifPresent(AdminListener::reloadCertificates);
    }

    /** What instances decide. */
    Decisions decisions() {
        return decisions;
    }

    @Override
    public Lease acquire() {
        while (true) {
            Run run = current;
            run.enter();
            if (run == current) {
                return run.lease();
            }
            run.leave();
        }
    }

    @Override
    public Lease now() {
        return current.lease();
    }

    /** Closes what runs, whoever still has it. */
    @Override
    public void close() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
