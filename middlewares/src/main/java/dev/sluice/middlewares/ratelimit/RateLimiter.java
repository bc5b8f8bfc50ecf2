package dev.sluice.middlewares.ratelimit;

import dev.sluice.core.time.Ticker;
import java.util.List;

/**
 * The token buckets of a rate limit. Proxies that are given the same limiter share one limit.
 *
 * <p>Thread-safe, and exact under concurrency: with any number of threads a key never gets more tokens than its rates
 * allow. A take holds the lock of a shard of keys for a short time. At most {@code capacity} keys have buckets; above
 * that the least recently used key is dropped, and starts with a full burst if it comes back. A key whose
 * buckets are full again is dropped too, which changes nothing, since a new key starts with full buckets.
 */
public final class RateLimiter {
    /** The default capacity in keys, as in oxy. */
    public static final int DEFAULT_CAPACITY = 65_536;

    private final RatePlan plan;
    private final BucketTable buckets;
    private final Ticker ticker;

    /**
     * A limiter.
     *
     * @param rates the default rates, which apply all at once
     * @param capacity how many keys have buckets at most, 1 or more
     * @param ticker the clock
     * @throws IllegalArgumentException for no rates or a capacity below 1
     */
    public RateLimiter(List<Rate> rates, int capacity, Ticker ticker) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be 1 or more, is " + capacity);
        }
        plan = new RatePlan(rates);
        buckets = new BucketTable(capacity);
        this.ticker = ticker;
    }

    /**
     * A limiter with the default capacity.
     *
     * @param ticker the clock, such as {@link Ticker#system()}
     * @param rates the default rates, which apply all at once
     * @return the limiter
     */
    public static RateLimiter of(Ticker ticker, Rate... rates) {
        return new RateLimiter(List.of(rates), DEFAULT_CAPACITY, ticker);
    }

    /**
     * Takes tokens if all rates have them, without waiting.
     *
     * @param key the key to take from
     * @param tokens how many, 0 or more
     * @return whether they were taken; if not, none was
     * @throws IllegalArgumentException for less than 0 tokens
     */
    public boolean tryTake(String key, long tokens) {
        return tokens <= plan.heaviest()
                && take(BucketTable.key(key, plan), tokens, 0).granted();
    }

    /** Takes tokens that will be there within {@code patience} nanoseconds. The caller has to wait for them. */
    Taken take(BucketTable.Key key, long tokens, long patience) {
        if (tokens < 0) {
            throw new IllegalArgumentException("weight must be 0 or more, is " + tokens);
        }
        return buckets.take(key, tokens, ticker.nanos(), patience);
    }

    /**
     * The default rates.
     *
     * @return the rates
     */
    public List<Rate> rates() {
        return plan.rates();
    }

    /**
     * How many keys have buckets.
     *
     * @return for metrics
     */
    public int size() {
        return buckets.size();
    }

    /**
     * Gives a key a full burst again.
     *
     * @param key the key
     * @return whether it had taken tokens
     */
    public boolean refill(String key) {
        return buckets.refill(key);
    }

    /** Gives all keys a full burst again. */
    public void refill() {
        buckets.refill();
    }

    RatePlan plan() {
        return plan;
    }
}
