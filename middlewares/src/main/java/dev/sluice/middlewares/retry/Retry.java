package dev.sluice.middlewares.retry;

import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Grpc;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.RequestDeadline;
import dev.sluice.core.Response;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.field.RetryAfter;
import dev.sluice.model.Environment;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Sends a request again if the attempt failed and a repetition is safe.
 *
 * <p>A retry is made if the condition says so, <em>and</em> the upstream provably got nothing ({@link
 * dev.sluice.core.Failure.Sent#NOTHING}) or the method is idempotent (or {@linkplain
 * RetryOptions.Builder#retryNonIdempotent() declared so}) or a call of gRPC was answered UNAVAILABLE without a message and
 * the condition asks for {@link RetryWhen#grpcStatus() GrpcStatus()}, <em>and</em> the body can be sent again, <em>and</em>
 * attempts, {@linkplain RetryBudget budget} and deadline allow it, <em>and</em> the client is still there. The response
 * of a failed attempt is closed before the next attempt. The next attempt knows which upstreams were tried, so another
 * one is picked as long as there is one. If there is no retry, the client sees the response as it came, with the number
 * of attempts and the causes of the earlier ones in its provenance.
 *
 * <p>If an attempt could not connect, nothing was sent, and the next attempt goes to another member at once: a <em>new
 * pick</em>. New picks are not limited by the budget as long as they reach members.
 *
 * <p>A streamed body can be sent again only if a step outside buffers it, as {@code Buffer} does. If the condition asks for
 * {@code GrpcStatus()}, the first {@value KeptBody#MOST} bytes of calls of gRPC are kept while they are sent. oxy retries any
 * method, without a pause, up to eleven times and at the same server.
 *
 * <p>Thread-safe. Without failures it costs one evaluation of the condition and two counters.
 */
public final class Retry implements Middleware {
    private final RetryOptions options;
    private final boolean ofGrpc;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Journal journal;
    private final Ledger ledger;

    /**
     * Retries by the rules of its options.
     *
     * @param options when to retry
     * @param ticker measures the deadline and waits
     * @param random spreads the waits; must be thread-safe
     */
    public Retry(RetryOptions options, Ticker ticker, RandomGenerator random) {
        this(options, ticker, random, Journal.NONE);
    }

    /**
     * Retries by the rules of its options.
     *
     * @param options when to retry
     * @param environment measures the deadline, waits, spreads the waits, and notes each retry
     */
    public Retry(RetryOptions options, Environment environment) {
        this(options, environment.ticker(), environment.random(), environment.journal());
    }

    private Retry(RetryOptions options, Ticker ticker, RandomGenerator random, Journal journal) {
        this.options = options;
        this.ofGrpc = RetryWhen.asksForGrpc(options.condition());
        this.ticker = ticker;
        this.random = random;
        this.journal = journal;
        this.ledger = new Ledger(options.budget(), ticker);
    }

    @Override
    public Response handle(Request request, Handler next) {
        return handle(request, next, UnaryOperator.identity());
    }

    /**
     * Handles a request with a further step after each decision: a response that is not retried because of its head is
     * settled, for example by reading its body. If that turns it into a failure, the decision is taken again.
     *
     * @param first the request
     * @param next the rest of the pipeline
     * @param settle returns its argument, changed or not, or closes it and returns a failure
     * @return the response to pass outwards
     */
    public Response handle(Request first, Handler next, UnaryOperator<Response> settle) {
        try (RetriedExchange exchange = new RetriedExchange(first, ledger, ofGrpc && Grpc.isNative(first.fields()))) {
            long startedAt = ticker.nanos();
            Request request = first.withBody(exchange.body());
            for (int number = 1; ; number++) {
                Attempt attempt = new Attempt(request, next.handle(request), number);
                exchange.answered();
                Optional<Duration> pause = pause(exchange, attempt, attempt.sent(), startedAt);
                if (pause.isEmpty()) {
                    attempt = new Attempt(request, settle.apply(attempt.response()), number);
                    pause = attempt.failed() ? pause(exchange, attempt, Sent.ALL, startedAt) : pause;
                }
                if (pause.isEmpty()) {
                    if (exchange.isOverBudget()) {
                        journal.note(request, new Decision.BudgetSpent(number));
                    }
                    exchange.settled(attempt);
                    return attempt.after(exchange.tried());
                }
                journal.note(request, attempt.retried());
                exchange.discards(attempt);
                ticker.sleep(pause.get());
                if (exchange.givenUp()) {
                    return attempt.abandonedAfter(exchange.tried());
                }
                request = request.again(exchange.body(), attempt.upstream());
            }
        }
    }

    /**
     * How long to wait before the next attempt; empty if there is none. Takes a place in the budget, as its last check.
     */
    private Optional<Duration> pause(RetriedExchange exchange, Attempt attempt, Sent sent, long startedAt) {
        boolean again = attempt.number() < options.maxAttempts()
                && attempt.retryable()
                && exchange.bodyIsFresh()
                && (sent == Sent.NOTHING || attempt.idempotent() || options.nonIdempotent() || isAskedFor(attempt))
                && !exchange.givenUp()
                && options.condition().test(attempt);
        if (again && inTime(Duration.ZERO, startedAt, attempt.request()) && exchange.mayPickAnew(attempt)) {
            return Optional.of(Duration.ZERO);
        }
        return again
                ? pause(attempt)
                        .filter(wait -> inTime(wait, startedAt, attempt.request()))
                        .filter(wait -> exchange.mayRetry())
                : Optional.empty();
    }

    /** Whether a call of gRPC was refused without a message, and the condition wants to see such calls. */
    private boolean isAskedFor(Attempt attempt) {
        return ofGrpc && attempt.grpcStatus() == Grpc.UNAVAILABLE;
    }

    private Optional<Duration> pause(Attempt attempt) {
        Duration backoff = options.backoff().before(attempt.number() + 1, random);
        if (options.retryAfter().isEmpty()) {
            return Optional.of(backoff);
        }
        Duration asked = RetryAfter.of(attempt.response().fields(), ticker).orElse(Duration.ZERO);
        return Optional.of(asked.compareTo(backoff) > 0 ? asked : backoff)
                .filter(wait -> asked.compareTo(options.retryAfter().get()) <= 0);
    }

    /** Whether an attempt after a wait starts before the deadline of the retries, and before that of the request. */
    private boolean inTime(Duration wait, long startedAt, Request request) {
        long then = ticker.nanos() + wait.toNanos();
        return options.deadline()
                        .map(Duration::toNanos)
                        .filter(most -> then - startedAt >= most)
                        .isEmpty()
                && RequestDeadline.of(request)
                        .filter(total -> total.left(then) <= 0)
                        .isEmpty();
    }

    @Override
    public String describe() {
        return RetryType.TYPE.describe(options);
    }
}
