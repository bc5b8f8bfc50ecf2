package dev.sluice;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Middleware;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.journal.AttemptObserver;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.middlewares.trace.TraceOptions;
import dev.sluice.model.Environment;
import dev.sluice.model.Model;
import dev.sluice.model.Part;
import dev.sluice.observe.journal.Recent;
import dev.sluice.observe.meters.Meters;
import dev.sluice.observe.metrics.MetricsOptions;
import dev.sluice.observe.metrics.MetricsType;
import dev.sluice.observe.spans.Tracing;
import dev.sluice.observe.spans.TracingOptions;
import dev.sluice.observe.spans.TracingType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What observes a program while it runs: counts unless it is told not to, traces and remembers if its settings say so. Thread-safe.
 *
 * @param meters counts
 * @param counts whether they are told of anything
 * @param tracing makes spans
 * @param recent remembers decisions and failures, for the admin API
 * @param noting notes attempts in the journal
 */
record Observers(
        Meters meters, boolean counts, Optional<Tracing> tracing, Optional<Recent> recent, AttemptObserver noting)
        implements AutoCloseable {
    /**
     * Those that a model asks for. They read the journal from now on.
     *
     * @throws IllegalArgumentException naming what cannot be had
     */
    static Observers of(Model model, Environment environment, Decisions decisions, ObservedLive program) {
        Meters meters = new Meters(environment.ticker());
        boolean counts = MetricsType.TYPE.in(model).map(MetricsOptions::enabled).orElse(true);
        if (counts) {
            decisions.readRare(meters::decided);
        }
        Optional<Tracing> tracing = TracingType.TYPE
                .in(model)
                .map(options -> Tracing.of(options, environment.ticker(), environment.random()));
        tracing.ifPresent(spans -> decisions.read(spans.reader()));
        Optional<AdminOptions> admin = AdminType.TYPE.in(model);
        return new Observers(
                meters,
                counts,
                tracing,
                admin.map(options -> new Recent(program, options.entries(), options.failures())),
                new Noting(decisions));
    }

    /** Follows attempts. */
    AttemptObserver attempts() {
        AttemptObserver noted = counts ? new Both(noting, meters.attempts()) : noting;
        return tracing.<AttemptObserver>map(spans -> new Both(spans.attempts(), noted))
                .orElse(noted);
    }

    /** Another model runs. */
    void runs(Model model) {
        meters.runs(model);
        recent.ifPresent(remembers -> remembers.hide(secretParameters(model)));
    }

    /** Whose values no line of a trace shows, or no span. */
    static Set<String> secretParameters(Model model) {
        Set<String> names = new HashSet<>();
        for (Part<?> part : model.parts()) {
            if (part.options() instanceof TraceOptions trace) {
                names.addAll(trace.secretParameters());
            }
        }
        TracingType.TYPE.in(model).map(TracingOptions::secretParameters).ifPresent(names::addAll);
        return names;
    }

    /** Steps behind those that observe. */
    List<Middleware> before(List<Middleware> edge) {
        if (tracing.isEmpty()) {
            return edge;
        }
        List<Middleware> all = new ArrayList<>();
        all.add(tracing.get().recorder());
        all.addAll(edge);
        return all;
    }

    /** An exchange that came to the pipeline has ended. */
    void ended(Outcome outcome) {
        if (outcome.request().isPresent()) {
            ended(outcome.request().get(), outcome);
        }
    }

    private void ended(Request request, Outcome outcome) {
        if (counts) {
            meters.ended(request, outcome);
        }
        if (recent.isPresent()) {
            recent.get().record(request, outcome);
        }
    }

    /** A message was refused before it came to any pipeline. */
    void refused(Request request, Outcome outcome) {
        ended(request, outcome);
        tracing.map(Tracing::recorder).ifPresent((ExchangeRecorder spans) -> spans.record(request, outcome));
    }

    @Override
    public void close() {
        recent.ifPresent(Recent::close);
        tracing.ifPresent(Tracing::close);
    }

    /** Notes each attempt that has ended, while somebody reads the journal. */
    private record Noting(Journal journal) implements AttemptObserver {
        @Override
        public void ended(Request begun, Outcome outcome, long nanos) {
            if (journal.isRead()) {
                journal.note(
                        begun,
                        new Decision.Attempted(
                                begun.upstream(),
                                begun.attempt(),
                                outcome.countedStatus(),
                                outcome.reason().orElse(""),
                                Duration.ofNanos(nanos)));
            }
        }

        @Override
        public AttemptObserver at(String path) {
            return new Noting(journal.at(path));
        }
    }

    /** Two that follow the same attempts: what one adds to a request the other sees. */
    private record Both(AttemptObserver outer, AttemptObserver inner) implements AttemptObserver {
        @Override
        public Request begins(Request request) {
            return inner.begins(outer.begins(request));
        }

        @Override
        public void ended(Request begun, Outcome outcome, long nanos) {
            inner.ended(begun, outcome, nanos);
            outer.ended(begun, outcome, nanos);
        }

        @Override
        public AttemptObserver at(String path) {
            return new Both(outer.at(path), inner.at(path));
        }
    }
}
