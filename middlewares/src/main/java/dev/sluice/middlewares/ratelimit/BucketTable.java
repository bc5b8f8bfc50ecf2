package dev.sluice.middlewares.ratelimit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.function.Predicate;

/**
 * The buckets of all keys: bounded, every operation O(1). Split into shards with a lock each, so that keys do not wait
 * for one another; a shard is ordered by last use and drops its least recently used bucket when it is full.
 */
final class BucketTable {
    /** The key of a bucket: a source has one bucket for each plan that it is limited by. */
    record Key(String source, RatePlan plan) {}

    private static final int MOST_SHARDS = 64;
    private static final int SMALLEST_SHARD = 256;
    private static final int LONGEST_SOURCE = 128;

    private final Shard[] shards;

    BucketTable(int capacity) {
        int count = Integer.highestOneBit(Math.clamp(capacity / SMALLEST_SHARD, 1, MOST_SHARDS));
        shards = new Shard[count];
        Arrays.setAll(shards, i -> new Shard(capacity / count));
    }

    /** A key of bounded size, however long the value is that a client sends. */
    static Key key(String source, RatePlan plan) {
        return new Key(bounded(source), plan);
    }

    private static String bounded(String source) {
        return source.length() <= LONGEST_SOURCE ? source : digest(source);
    }

    private static String digest(String source) {
        try {
            byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    Taken take(Key key, long tokens, long now, long patience) {
        int hash = key.hashCode() * 0x9E3779B9;
        return shards[(hash >>> 16) & (shards.length - 1)].take(key, tokens, now, patience);
    }

    /** Fills the buckets of a source, whatever its rates are; returns whether it had any. */
    boolean refill(String source) {
        String wanted = bounded(source);
        boolean had = false;
        for (Shard shard : shards) {
            had |= shard.forget(key -> key.source().equals(wanted));
        }
        return had;
    }

    /** Fills all buckets. */
    void refill() {
        for (Shard shard : shards) {
            shard.forget(key -> true);
        }
    }

    int size() {
        return Arrays.stream(shards).mapToInt(Shard::size).sum();
    }

    private static final class Shard {
        private static final float LOAD = 0.75f;

        private final LinkedHashMap<Key, Bucket> buckets = new LinkedHashMap<>(16, LOAD, true);
        private final int capacity;

        Shard(int capacity) {
            this.capacity = capacity;
        }

        synchronized Taken take(Key key, long tokens, long now, long patience) {
            Bucket bucket = buckets.get(key);
            if (bucket == null) {
                if (buckets.size() >= capacity) {
                    buckets.pollFirstEntry();
                }
                bucket = new Bucket(key.plan(), now);
                buckets.put(key, bucket);
            }
            forgetOneIdle(now);
            return bucket.take(tokens, now, patience);
        }

        /**
         * Drops the least recently used bucket if its tokens are full again. One bucket for each take is enough, since
         * a take adds at most one. The bucket in use is the most recent one and stays.
         */
        private void forgetOneIdle(long now) {
            if (buckets.size() > 1 && buckets.firstEntry().getValue().isIdle(now)) {
                buckets.pollFirstEntry();
            }
        }

        synchronized boolean forget(Predicate<Key> which) {
            return buckets.keySet().removeIf(which);
        }

        synchronized int size() {
            return buckets.size();
        }
    }
}
