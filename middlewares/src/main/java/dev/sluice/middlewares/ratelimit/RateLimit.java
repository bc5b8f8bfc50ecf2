package dev.sluice.middlewares.ratelimit;

import dev.sluice.core.Gate;
import dev.sluice.core.Request;
import dev.sluice.core.Verdict;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the rate of requests, by rejecting or delaying those above it: a token bucket for each key and rate, as in
 * oxy's {@code ratelimit}.
 *
 * <p>A request without tokens is answered 429 with {@code Retry-After} (seconds, rounded up), {@code X-Retry-In} (a Go
 * duration), {@code RateLimit} and {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-10). A request whose
 * weight is above a burst can never pass and is answered 429 without {@code Retry-After}. Admitted responses carry no
 * such fields, because a gate never touches a response. Its reason is {@code rate-limited}.
 *
 * <p>Thread-safe. No lock is held while a request is delayed.
 */
public final class RateLimit implements Gate {
    private final RateLimitOptions options;
    private final RateLimiter limiter;
    private final Ticker ticker;
    private final Journal journal;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * A rate limit with buckets of its own, or with those of a shared limiter.
     *
     * @param options how to limit
     * @param ticker the time, for its own buckets and for delays
     * @throws IllegalArgumentException if the options name a shared limit as data: its limiter is made by {@link
     *     RateLimitType#make}
     */
    public RateLimit(RateLimitOptions options, Ticker ticker) {
        this(options, limiterOf(options, ticker), ticker, Journal.NONE);
    }

    RateLimit(RateLimitOptions options, RateLimiter limiter, Ticker ticker, Journal journal) {
        this.options = options;
        this.ticker = ticker;
        this.limiter = limiter;
        this.journal = journal;
    }

    static RateLimiter limiterOf(RateLimitOptions options, Ticker ticker) {
        return switch (options.shared().orElse(null)) {
            case null -> new RateLimiter(options.rates(), options.capacity(), ticker);
            case SharedLimit.Live live -> live.limiter();
            case SharedLimit.Named named ->
                throw new IllegalArgumentException(
                        "shared '" + named.name() + "' is a name, and its limiter is made by RateLimitType");
        };
    }

    @Override
    public Verdict admit(Request request) {
        long tokens =
                options.weight().map(weight -> weight.applyAsLong(request)).orElse(1L);
        BucketTable.Key key = BucketTable.key(options.by().key(request), planOf(request));
        if (tokens > key.plan().heaviest()) {
            return Verdict.reject(Rejection.never(key.plan(), tokens));
        }
        Taken taken = limiter.take(key, tokens, 0);
        if (taken.granted()) {
            return Verdict.admit();
        }
        if (taken.delay() > options.maxDelay().toNanos()) {
            return Verdict.reject(Rejection.later(key.plan(), taken));
        }
        return holdBack(request, key, tokens, taken);
    }

    private RatePlan planOf(Request request) {
        List<Rate> own = options.ratesOf().map(rates -> rates.apply(request)).orElse(List.of());
        return own.isEmpty() ? limiter.plan() : new RatePlan(own);
    }

    private Verdict holdBack(Request request, BucketTable.Key key, long tokens, Taken refusal) {
        try {
            Taken taken = waiting.incrementAndGet() > options.maxWaiting()
                    ? refusal
                    : limiter.take(key, tokens, options.maxDelay().toNanos());
            if (taken.granted()) {
                long since = ticker.nanos();
                ticker.sleep(Duration.ofNanos(taken.delay()));
                journal.note(request, Decision.Waited.since(since, ticker));
            }
            return taken.granted() && !Thread.currentThread().isInterrupted()
                    ? Verdict.admit()
                    : Verdict.reject(Rejection.later(key.plan(), taken));
        } finally {
            waiting.decrementAndGet();
        }
    }

    /**
     * How many requests are being delayed.
     *
     * @return for metrics
     */
    public int waiting() {
        return waiting.get();
    }

    /**
     * The buckets it takes from.
     *
     * @return its own, or the shared ones
     */
    public RateLimiter limiter() {
        return limiter;
    }

    @Override
    public String describe() {
        return RateLimitType.TYPE.describe(options);
    }
}
