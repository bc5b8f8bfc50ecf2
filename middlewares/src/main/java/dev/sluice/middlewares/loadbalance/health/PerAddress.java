package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Upstream;
import dev.sluice.model.Environment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is known of addresses, once for all pools of an environment that judge an address by equal rules and reach it in the
 * same way. It is kept for as long as one of them has the address as a member. Guarded by its own lock.
 *
 * @param <R> the rules
 * @param <S> what is known by them
 */
final class PerAddress<R, S> {
    private final Map<Key<R>, Shared<S>> known = new HashMap<>();

    /**
     * Whom something is known of.
     *
     * @param rules by which
     * @param upstream who
     * @param reach how it is reached
     * @param <R> the rules
     */
    record Key<R>(R rules, Upstream upstream, Object reach) {
        /** By hand: pools with the same member mostly have the same rules, and what a record has is linked at a start. */
        @Override
        public int hashCode() {
            return upstream.hashCode();
        }
    }

    private record Shared<S>(S state, int users) {}

    /** That of an environment for one kind of state, whose rules are of one kind, too. */
    @SuppressWarnings("unchecked") // what lies under the class of a state was made here
    static <R, S> PerAddress<R, S> in(Environment environment, Class<S> state) {
        return (PerAddress<R, S>) environment.shared(state, PerAddress.class, PerAddress::new);
    }

    /** What is known of an address, for one user more. */
    synchronized S enter(Key<R> key, Supplier<S> first) {
        Shared<S> before = known.get(key);
        Shared<S> now =
                before == null ? new Shared<>(first.get(), 1) : new Shared<>(before.state(), before.users() + 1);
        known.put(key, now);
        return now.state();
    }

    /** One user less; returns what is forgotten, if that was the last one. */
    synchronized Optional<S> leave(Key<R> key) {
        Shared<S> before = known.remove(key);
        if (before != null && before.users() > 1) {
            known.put(key, new Shared<>(before.state(), before.users() - 1));
            return Optional.empty();
        }
        return Optional.ofNullable(before).map(Shared::state);
    }

    synchronized int size() {
        return known.size();
    }
}
