package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.Upstream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * State for each member of a pool, such as a meter: made when it is first asked for, dropped after the member was
 * removed. Holds at most one entry more than the pool has members. Thread-safe.
 *
 * @param <T> the state
 */
public final class PerMember<T> {
    private final Pool pool;
    private final Function<Member, T> make;
    private final Map<Member, T> kept = new ConcurrentHashMap<>();

    /**
     * Starts without entries.
     *
     * @param pool the pool
     * @param make makes the state of a member
     */
    public PerMember(Pool pool, Function<Member, T> make) {
        this.pool = pool;
        this.make = make;
    }

    /**
     * The state of a member.
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
     * All entries.
     *
     * @return a snapshot; members that were not asked for yet are missing
     */
    public Map<Member, T> all() {
        return Map.copyOf(kept);
    }
}
