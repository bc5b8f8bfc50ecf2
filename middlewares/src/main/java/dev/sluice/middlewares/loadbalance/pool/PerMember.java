package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.Upstream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What a judge keeps for each member of a pool: made when it is first asked for, forgotten when the member is gone. Holds
 * one more than the pool has members at most. Thread-safe.
 *
 * @param <T> what is kept
 */
public final class PerMember<T> {
    private final Pool pool;
    private final Function<Member, T> make;
    private final Map<Member, T> kept = new ConcurrentHashMap<>();

    /**
     * Keeps nothing yet.
     *
     * @param pool whose members
     * @param make makes what is kept for one
     */
    public PerMember(Pool pool, Function<Member, T> make) {
        this.pool = pool;
        this.make = make;
    }

    /**
     * What is kept for a member.
     *
     * @param upstream who
     * @return empty if it is no member
     */
    public Optional<T> of(Upstream upstream) {
        return pool.member(upstream).map(this::of);
    }

    /**
     * What is kept for a member.
     *
     * @param member who
     * @return always the same for a member
     */
    public T of(Member member) {
        T present = kept.get(member);
        if (present == null) {
            present = kept.computeIfAbsent(member, make);
            if (kept.size() > pool.members().size()) {
                kept.keySet().retainAll(Set.copyOf(pool.members()));
            }
        }
        return present;
    }

    /**
     * What is kept now.
     *
     * @return a snapshot, of members that were asked for
     */
    public Map<Member, T> all() {
        return Map.copyOf(kept);
    }
}
