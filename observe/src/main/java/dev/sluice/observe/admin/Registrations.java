package dev.sluice.observe.admin;

import dev.sluice.core.Upstream;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import dev.sluice.observe.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Members that have registered themselves for some time: each leaves its pool if it does not renew in time, as vulcand's
 * servers do. A pool that is replaced by an applied model takes its registrations with it; a member that such a model lists
 * stays. Thread-safe.
 */
final class Registrations implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Registrations.class.getName());
    private static final int MOST = 100_000;

    private final Observed program;
    private final Map<Key, Registration> all = new HashMap<>();

    /** Pools are compared by identity. */
    private record Key(Pool pool, Upstream upstream) {}

    private record Registration(Instant expires, int version, Timer timer) {}

    Registrations(Observed program) {
        this.program = program;
    }

    /** Adds a member, or changes it, and lets it stay for some time from now on. */
    synchronized void renew(String name, Pool pool, MemberSpec member, Duration lasts) {
        Key key = new Key(pool, member.upstream());
        Registration before = all.get(key);
        if (before == null && all.size() >= MOST) {
            throw AdminRefusal.conflict(MOST + " members have registered themselves, which is the most");
        }
        Timer timer = before == null ? program.timers().deadline(() -> expired(name, key)) : before.timer();
        pool.upsert(member);
        timer.set(lasts);
        all.put(
                key,
                new Registration(
                        program.ticker().now().plus(lasts), program.version().number(), timer));
    }

    private synchronized void expired(String name, Key key) {
        Registration registration = all.get(key);
        if (registration == null
                || registration.expires().isAfter(program.ticker().now())) {
            return; // it was renewed or forgotten while the timer ran
        }
        forget(key.pool(), key.upstream());
        boolean changed = registration.version() != program.version().number();
        if (changed && isListed(name, key.upstream())) {
            return; // a model that was applied since says that it belongs there
        }
        if (key.pool().remove(key.upstream())) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "{0} has not renewed its registration in time, and has left pool {1}",
                    key.upstream(),
                    name);
        }
    }

    private boolean isListed(String pool, Upstream upstream) {
        return Optional.ofNullable(program.version().model().pools().get(pool))
                .map(node -> node.members().options())
                .filter(PoolSpec.class::isInstance)
                .map(PoolSpec.class::cast)
                .filter(spec -> spec.members().stream()
                        .anyMatch(member -> member.upstream().equals(upstream)))
                .isPresent();
    }

    /** A member stays, or goes, by somebody's word. */
    synchronized void forget(Pool pool, Upstream upstream) {
        Registration registration = all.remove(new Key(pool, upstream));
        if (registration != null) {
            registration.timer().close();
        }
    }

    /** When a member leaves if it does not renew; empty if it did not register itself. */
    synchronized Optional<Instant> expires(Pool pool, Upstream upstream) {
        return Optional.ofNullable(all.get(new Key(pool, upstream))).map(Registration::expires);
    }

    /** Members stay where they are. */
    @Override
    public synchronized void close() {
        all.values().forEach(registration -> registration.timer().close());
        all.clear();
    }
}
