package dev.sluice.middlewares.adaptive;

import dev.sluice.core.Failure;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.expression.Expression;
import dev.sluice.middlewares.rolling.Blame;
import dev.sluice.middlewares.rolling.Latency;
import dev.sluice.routing.Moment;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Limits how many requests wait for their response's head at the same time, and finds the limit itself from latencies and
 * failures, so that the upstream is kept busy without a queue building up in it.
 *
 * <p>A request holds its place from its admission to the head of the response. What comes after the head holds none: a
 * slow client, a long download, a tunnel or a stream of events. That is the interval whose latency is measured, too, so
 * that limit, rate and latency fit together (Little's law). Upstreams whose work is in their bodies need a {@code
 * connLimit} besides.
 *
 * <p>A request without a place is answered 503 with {@code Retry-After}. The reason is {@code overloaded} if the limit is
 * reached, and {@code shed} if only the share of its {@link Priority} is. Answers that the gateway made itself inside,
 * failures of the client and bugs teach the limit nothing. Thread-safe; a request takes one small lock twice.
 */
public final class AdaptiveConcurrency implements Middleware {
    private final AdaptiveConcurrencyOptions options;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Journal journal;
    private final InFlight places;
    private final boolean asksForMoment;

    /**
     * A limit at its initial value.
     *
     * @param options the algorithm, bounds, priorities
     * @param ticker the time
     * @param random for predicates that take a share of the requests
     */
    public AdaptiveConcurrency(AdaptiveConcurrencyOptions options, Ticker ticker, RandomGenerator random) {
        this(options, ticker, random, Journal.NONE);
    }

    AdaptiveConcurrency(AdaptiveConcurrencyOptions options, Ticker ticker, RandomGenerator random, Journal journal) {
        this.options = options;
        this.ticker = ticker;
        this.random = random;
        this.journal = journal;
        this.places = new InFlight(options, ticker, journal);
        this.asksForMoment = Stream.of(options.critical(), options.sheddable())
                .flatMap(Optional::stream)
                .anyMatch(Moment::isAskedForBy);
    }

    @Override
    public Response handle(Request request, Handler next) {
        Priority priority = priority(request);
        int inFlight = places.enter(priority, request);
        return inFlight > 0 ? measured(request, next, inFlight) : refusal(request, priority, inFlight == InFlight.SHED);
    }

    private Response measured(Request request, Handler next, int inFlight) {
        long startedAt = ticker.nanos();
        Optional<LimitState.Sample> sample = Optional.empty();
        try {
            Response response = next.handle(request);
            sample = sample(response, startedAt, inFlight);
            return response;
        } finally {
            OptionalInt changed = places.leave(sample);
            if (changed.isPresent() && journal.isRead()) {
                journal.note(new Decision.Limited(
                        changed.getAsInt(), sample.map(Object::toString).orElse("")));
            }
        }
    }

    private Optional<LimitState.Sample> sample(Response response, long startedAt, int inFlight) {
        Outcome outcome = Outcome.discarded(response); // of the head: the body is not waited for
        Blame blame = Blame.of(outcome);
        if (blame == Blame.CLIENT || isOwnAnswer(response)) {
            return Optional.empty();
        }
        long now = ticker.nanos();
        long latency = Latency.toHead(outcome, now - startedAt).toNanos();
        return Optional.of(new LimitState.Sample(startedAt, now, latency, inFlight, blame == Blame.UPSTREAM));
    }

    /** Whether a step inside has answered, for a reason other than a network that failed or a pool that is full. */
    private static boolean isOwnAnswer(Response response) {
        Provenance provenance = response.provenance();
        return response.failure()
                .map(failure -> failure instanceof Failure.NoUpstream)
                .orElse(provenance.upstream().isEmpty() && !provenance.reason().isEmpty());
    }

    private Priority priority(Request request) {
        if (options.critical().isEmpty() && options.sheddable().isEmpty()) {
            return Priority.NORMAL;
        }
        Request asked = asksForMoment ? Moment.in(request, ticker, random) : request;
        if (isOne(options.critical(), asked)) {
            return Priority.CRITICAL;
        }
        return isOne(options.sheddable(), asked) ? Priority.SHEDDABLE : Priority.NORMAL;
    }

    private static boolean isOne(Optional<Expression<Request>> which, Request request) {
        return which.isPresent() && which.get().test(request);
    }

    /** As a failure it says that nothing was sent, so that a retry around it may pick another member. */
    private Response refusal(Request request, Priority priority, boolean shed) {
        Failure full = new Failure.Overloaded("the concurrency limit is reached");
        String reason = shed ? Reason.SHED : full.reason();
        if (journal.isRead()) {
            String name = priority.name().toLowerCase(Locale.ROOT);
            String share = shed ? options.percentOf(priority) + " % of " : "";
            journal.note(request, new Decision.Shed(name, share + "the concurrency limit of " + limit()));
        }
        Response plain = Response.failed(full, new Provenance(request.upstream(), 0, reason, Provenance.Timings.NONE));
        return plain.withFields(plain.fields().with("Retry-After", String.valueOf(options.retryAfterSeconds())));
    }

    /**
     * The limit.
     *
     * @return how many requests may be in flight now
     */
    public long limit() {
        return places.limit();
    }

    /**
     * How many requests are in flight: admitted, and without the head of a response.
     *
     * @return for metrics
     */
    public long inFlight() {
        return places.inFlight();
    }

    /** Forgets what it has learned and starts again from the initial limit. Requests in flight stay counted. */
    public void reset() {
        places.reset();
    }

    /**
     * How many requests wait for a place.
     *
     * @return for metrics
     */
    public long waiting() {
        return places.waiting();
    }

    /**
     * How many requests were refused so far.
     *
     * @return for metrics
     */
    public long refused() {
        return places.refused();
    }

    @Override
    public String describe() {
        return AdaptiveConcurrencyType.TYPE.describe(options);
    }
}
