package dev.sluice.observe.meters;

import dev.sluice.core.Failure;
import dev.sluice.core.Grpc;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.journal.AttemptObserver;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.trace.TraceContext;
import dev.sluice.model.Flow;
import dev.sluice.model.Model;
import dev.sluice.observe.Observed;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * The meters of one program. Whoever runs it tells of exchanges, attempts and rare decisions; {@link #stats} is a snapshot.
 *
 * <p>Thread-safe. To record an exchange takes a fraction of a microsecond, no lock, no memory, and no cache line that all
 * cores write to. Labels are bounded: 1 000 routes, 1 000 members over all pools, and for each route 1 000 steps with 100
 * reasons; what is beyond is counted as {@code other}.
 */
public final class Meters {
    /** The route of exchanges that no route took. */
    static final String NO_ROUTE = "none";

    private static final int MOST_ROUTES = 1000;
    private static final int MOST_STEPS = 1000;
    private static final int ERRORS = 400;
    /** A second: an exemplar is looked at by people, and takes memory. */
    private static final long EXEMPLAR_EVERY = 1_000_000_000L;

    private final Ticker ticker;
    private final PathPools pools = new PathPools();
    private volatile Set<String> routeNames = Set.of();

    final Bounded<RouteMeters> routes = new Bounded<>(MOST_ROUTES, RouteMeters::new);
    final Attempts attempts = new Attempts(pools);
    /** Of retries and hedges, by the path of the step. */
    final Bounded<LongAdder> retries = new Bounded<>(MOST_STEPS, LongAdder::new);

    final Bounded<LongAdder> hedges = new Bounded<>(MOST_STEPS, LongAdder::new);
    final Bounded<LongAdder> budgets = new Bounded<>(MOST_STEPS, LongAdder::new);
    final Bounded<LongAdder> trips = new Bounded<>(MOST_STEPS, LongAdder::new);
    final Bounded<Histogram> waits = new Bounded<>(MOST_STEPS, Histogram::ofNanos);

    /**
     * Meters at zero.
     *
     * @param ticker what requests and decisions are timed by
     */
    public Meters(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Another model runs. What was counted of routes that it does not have is forgotten.
     *
     * @param model whose routes and pools are measured from now on
     */
    public void runs(Model model) {
        Set<String> names = new HashSet<>(Set.of(NO_ROUTE, Bounded.OTHER));
        model.flows().stream().map(Flow::name).forEach(name -> names.add(scope(name)));
        routeNames = names;
        pools.runs(model);
        attempts.changed();
    }

    /** What answers the rest of a scope is counted as that scope. */
    private static String scope(String name) {
        return name.endsWith("/otherwise") ? name.substring(0, name.lastIndexOf('/')) : name;
    }

    /**
     * An exchange has ended.
     *
     * @param request as received
     * @param outcome how it ended
     */
    public void ended(Request request, Outcome outcome) {
        Provenance from = outcome.response().provenance();
        RouteMeters route = routes.of(from.route().isEmpty() ? NO_ROUTE : from.route());
        int status = outcome.countedStatus();
        long now = ticker.nanos();
        record(
                route.durations.of(status),
                now - request.receivedAt(),
                outcome.request().orElse(request),
                now);
        route.received.record(outcome.bytesReceived());
        route.sent.record(outcome.bytesSent());
        if (Grpc.isIn(request.fields())) {
            route.calls.of(GrpcStatus.label(outcome)).increment();
        }
        if (outcome.bug().isPresent()) {
            route.failures.of(Reason.BUG).increment();
            return;
        }
        if (outcome.failure().isPresent()) {
            route.failures.of(outcome.failure().get().reason()).increment();
        } else if (outcome.ending() == Outcome.Ending.BROKEN) {
            route.failures.of("broken").increment();
        }
        if ((status >= ERRORS || GrpcStatus.isError(outcome)) && isRejection(outcome, from)) {
            route.rejections.of(from.step()).of(from.reason()).increment();
        }
    }

    private void record(Histogram times, long nanos, Request request, long now) {
        times.record(nanos);
        if (times.wantsExemplar(nanos, now, EXEMPLAR_EVERY)) {
            Optional<TraceContext> trace = request.attributes().get(TraceContext.KEY);
            if (trace.isPresent() && trace.get().sampled()) {
                TraceContext known = trace.get();
                times.exemplify(
                        nanos, new Exemplar(known.traceId(), known.spanId(), times.inUnit(nanos), ticker.now()), now);
            }
        }
    }

    /** What the gateway has answered by itself: a step, or the host for want of a valid request or a route. */
    private static boolean isRejection(Outcome outcome, Provenance from) {
        return !from.reason().isEmpty()
                && from.upstream().isEmpty()
                && (outcome.failure().isEmpty() || isOwn(outcome.failure().get()));
    }

    /** Whether a failure is one that the gateway decides on. */
    private static boolean isOwn(Failure failure) {
        return failure instanceof Failure.NoUpstream
                || failure instanceof Failure.Overloaded
                || failure instanceof Failure.BodyTooLarge;
    }

    /**
     * Follows attempts.
     *
     * @return for an environment
     */
    public AttemptObserver attempts() {
        return attempts.at("");
    }

    /**
     * Counts a rare decision.
     *
     * @param entry of the journal; those that are not counted do no harm
     */
    public void decided(Journal.Entry entry) {
        switch (entry.decision()) {
            case Decision.Retried retried -> retries.of(entry.where()).increment();
            case Decision.Hedged hedged -> hedges.of(entry.where()).increment();
            case Decision.BudgetSpent spent -> budgets.of(entry.where()).increment();
            case Decision.Waited waited ->
                waits.of(entry.where()).record(waited.lasted().toNanos());
            case Decision.Tripped tripped -> trips.of(entry.where()).increment();
            case Decision.Ejected ejected ->
                attempts.of(pools.at(entry.where()), ejected.upstream())
                        .ejections
                        .increment();
            default -> {}
        }
    }

    /**
     * Everything that is counted here, and what is to be read from the program now.
     *
     * @param program that these are the meters of
     * @return the snapshot
     */
    public Stats stats(Observed program) {
        Set<String> known = routeNames;
        if (!known.isEmpty()) {
            routes.keep(known::contains);
        }
        return new StatsReader(this, program, pools).stats();
    }
}
