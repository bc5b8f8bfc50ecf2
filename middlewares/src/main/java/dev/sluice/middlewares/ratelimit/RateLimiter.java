package dev.sluice.middlewares.ratelimit;

import dev.sluice.core.Ticker;
import java.util.List;

/**
 * The buckets of a rate limit. Several proxies that are given the same limiter share one limit.
 *
 * <p>Thread-safe, and exact under concurrency: however many threads take, a key never gets a token more than its rates
 * allow. A take costs one short lock that only keys of the same shard share. At most {@code capacity} keys are
 * remembered; above that the least recently used is forgotten, and starts with a full burst if it comes back. A key
 * whose buckets are full again is forgotten too, which changes nothing: a new key starts with full buckets.
 */
public final class RateLimiter {
    /** How many keys are remembered unless told otherwise, as in oxy. */
    public static final int DEFAULT_CAPACITY = 65_536;

    private final Plan plan;
    private final BucketTable buckets;
    private final Ticker ticker;

    /**
     * A limiter.
     *
     * @param rates what holds for keys without rates of their own; all hold at once
     * @param capacity how many keys to remember, 1 or more
     * @param ticker the clock
     * @throws IllegalArgumentException for no rates or a capacity below 1
     */
    public RateLimiter(List<Rate> rates, int capacity, Ticker ticker) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be 1 or more, is " + capacity);
        }
        plan = new Plan(rates);
        buckets = new BucketTable(capacity);
        this.ticker = ticker;
    }

    /**
     * A limiter with the default capacity.
     *
     * @param ticker the clock, such as {@link Ticker#system()}
     * @param rates what holds, all at once
     * @return the limiter
     */
    public static RateLimiter of(Ticker ticker, Rate... rates) {
        return new RateLimiter(List.of(rates), DEFAULT_CAPACITY, ticker);
    }

    /**
     * Takes tokens if they are there, without waiting.
     *
     * @param key whose
     * @param tokens how many, 0 or more
     * @return false if not all rates have so many; then none was taken
     * @throws IllegalArgumentException for less than 0 tokens
     */
    public boolean tryTake(String key, long tokens) {
        return tokens <= plan.heaviest()
                && take(BucketTable.key(key, plan), tokens, 0).granted();
    }

    /** Takes tokens that are there within so many nanoseconds; the caller waits. */
    Decision take(BucketTable.Key key, long tokens, long patience) {
        if (tokens < 0) {
            throw new IllegalArgumentException("weight must be 0 or more, is " + tokens);
        }
        return buckets.take(key, tokens, ticker.nanos(), patience);
    }

    /**
     * The rates that hold for keys without rates of their own.
     *
     * @return the rates
     */
    public List<Rate> rates() {
        return plan.rates();
    }

    /**
     * How many keys are remembered now.
     *
     * @return for metrics
     */
    public int size() {
        return buckets.size();
    }

    Plan plan() {
        return plan;
    }
}
