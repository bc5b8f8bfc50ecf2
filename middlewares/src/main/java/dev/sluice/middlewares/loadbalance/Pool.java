package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Upstream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Upstreams with weights, to pick from and to change while requests run.
 *
 * <p>A change is seen by the next pick; requests that were picked before it run to their end. Every {@code upsert} and
 * {@code remove} starts the rotation from its first member and takes back what a {@link Rebalancer} has shifted, as in
 * oxy.
 *
 * <p>Thread-safe. A pick reads one immutable snapshot and takes a number from its counter; changes replace the snapshot
 * under a small lock. A pick costs the same in a pool of two and of a thousand; a change costs the number of members
 * times that of different weights.
 */
public final class Pool {
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    /** An empty pool: every request is answered 503 until there is a member. */
    public Pool() {}

    /**
     * A pool of equals.
     *
     * @param urls as {@link Upstream#of} reads them
     * @return the pool, each member with weight 1
     * @throws IllegalArgumentException if one is not an upstream
     */
    public static Pool of(String... urls) {
        Pool pool = new Pool();
        for (String url : urls) {
            pool.upsert(url, 1);
        }
        return pool;
    }

    /**
     * Adds a member, or changes the weight of one.
     *
     * @param upstream who
     * @param weight at least 0; 0 drains it: requests in flight go on, nothing new comes. Unlike oxy, which makes it 1,
     *     a new member keeps its 0 too
     * @return this
     * @throws IllegalArgumentException if the weight is negative
     */
    public Pool upsert(Upstream upstream, int weight) {
        change(members -> members.merge(
                upstream, new Member(upstream, weight), (present, added) -> present.withWeight(added.weight())));
        return this;
    }

    /**
     * Adds a member, or changes the weight of one.
     *
     * @param url as {@link Upstream#of} reads it
     * @param weight at least 0
     * @return this
     * @throws IllegalArgumentException if the URL is not an upstream or the weight is negative
     */
    public Pool upsert(String url, int weight) {
        return upsert(Upstream.of(url), weight);
    }

    /**
     * Removes a member. Requests in flight go on.
     *
     * @param upstream who
     * @return whether it was a member
     */
    public synchronized boolean remove(Upstream upstream) {
        if (!snapshot.byUpstream().containsKey(upstream)) {
            return false;
        }
        change(members -> members.remove(upstream));
        return true;
    }

    /**
     * Takes a member out of the rotation without forgetting its weight: for health checks. Nothing happens if it is no
     * member or is down.
     *
     * @param upstream who
     */
    public void markDown(Upstream upstream) {
        mark(upstream, false);
    }

    /**
     * Takes a member back into the rotation. Nothing happens if it is no member or is up.
     *
     * @param upstream who
     */
    public void markUp(Upstream upstream) {
        mark(upstream, true);
    }

    private synchronized void mark(Upstream upstream, boolean up) {
        Member member = snapshot.byUpstream().get(upstream);
        if (member != null && member.up() != up) {
            change(members -> members.put(upstream, member.withUp(up)));
        }
    }

    /**
     * The members.
     *
     * @return a snapshot, in the order they were added
     */
    public List<Member> members() {
        return snapshot.members();
    }

    /**
     * The weight of a member, as it was written.
     *
     * @param upstream who
     * @return empty if it is no member
     */
    public OptionalInt weight(Upstream upstream) {
        Member member = snapshot.byUpstream().get(upstream);
        return member == null ? OptionalInt.empty() : OptionalInt.of(member.weight());
    }

    /**
     * Takes the next turn.
     *
     * @param tried who to avoid if there is anybody else
     * @return whose turn it is; empty if nobody takes requests
     */
    public Optional<Upstream> pick(List<Upstream> tried) {
        return snapshot.pick(tried);
    }

    /**
     * Who takes new requests.
     *
     * @return a snapshot
     */
    public Set<Upstream> taking() {
        return snapshot.taking();
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** Changes effective weights, unless the pool has changed since a snapshot was taken. */
    synchronized boolean shift(Snapshot seen, UnaryOperator<Member> shifted) {
        if (snapshot != seen) {
            return false;
        }
        snapshot = Snapshot.of(seen.members().stream().map(shifted).toList());
        return true;
    }

    private synchronized void change(Consumer<Map<Upstream, Member>> how) {
        Map<Upstream, Member> members = new LinkedHashMap<>();
        snapshot.members().forEach(member -> members.put(member.upstream(), member));
        how.accept(members);
        snapshot = Snapshot.of(members.values().stream()
                .map(member -> member.withEffectiveWeight(member.weight()))
                .toList());
    }

    /** The members and their weights: {@code http://a, http://b*3}. */
    @Override
    public String toString() {
        return members().stream().map(Member::toString).collect(Collectors.joining(", "));
    }
}
