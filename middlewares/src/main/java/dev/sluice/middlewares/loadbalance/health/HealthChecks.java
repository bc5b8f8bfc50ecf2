package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Probe;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.middlewares.loadbalance.pool.Judge;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.pool.Vote;
import dev.sluice.model.Environment;
import dev.sluice.model.UsesEnd;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Active health checks of a pool's members: a member whose checks fail is not picked, unless no other is left. It is asked
 * by the connections, TLS and fields that the requests of the pool have. Requests pass unchanged.
 *
 * <p>The checks of an address are shared by all pools of an environment that check it in the same way. They begin when
 * the step knows where requests end ({@link #endsAt}), never overlap, and stop when the member leaves the pool or the
 * step is closed. A member that joins is checked with the next request, or after one interval.
 *
 * <p>The results are found by {@link Pool#judges}:
 *
 * {@snippet :
 * Map<Upstream, Checkup> results = pool.judges(HealthChecks.class).getFirst().last();
 * }
 *
 * <p>Thread-safe. A request takes no lock unless the members have changed.
 */
public final class HealthChecks implements Middleware, Judge, UsesEnd {
    private final HealthOptions options;
    private final Environment environment;
    private final Executor executor;
    private final Pool pool;
    private final Journal journal;
    private final PerAddress<HealthCheck, AddressCheck> addresses;
    private final Map<Upstream, Checked> checked = new HashMap<>();
    private volatile List<Member> seen = List.of();
    private @Nullable Probe probe;
    private @Nullable Timer refresh;

    /**
     * Without checks until it is told where requests end.
     *
     * @param options pool and check
     * @param environment time, timers, random numbers, journal, and the live pool of a spec
     */
    public HealthChecks(HealthOptions options, Environment environment) {
        this(options, environment, Thread::startVirtualThread);
    }

    HealthChecks(HealthOptions options, Environment environment, Executor executor) {
        this.options = options;
        this.environment = environment;
        this.executor = executor;
        this.pool = options.pool().in(environment);
        this.journal = environment.journal();
        this.addresses = PerAddress.in(environment, AddressCheck.class);
        pool.register(this);
    }

    /** A member of this pool, and the checks of its address. */
    private final class Checked implements Consumer<AddressCheck> {
        private final PerAddress.Key<HealthCheck> key;
        private final AddressCheck check;

        Checked(Upstream upstream, Probe by, boolean in) {
            key = new PerAddress.Key<>(options.check(), upstream, by.reach());
            check = addresses.enter(key, () -> new AddressCheck(key, by, environment, executor, in));
            check.join(this);
            if (!check.isIn()) {
                accept(check);
            }
        }

        /** Makes the pool follow the checks. */
        @Override
        public void accept(AddressCheck changed) {
            Upstream upstream = key.upstream();
            if (pool.member(upstream).isEmpty()) {
                return;
            }
            if (changed.isIn()) {
                endEjection(upstream);
                if (pool.withdraw(upstream, changed)) {
                    journal.note(new Decision.Returned(upstream, changed.toString()));
                }
            } else if (pool.vote(upstream, changed)) {
                journal.note(new Decision.Ejected(upstream, Optional.empty(), changed.toString()));
            }
        }

        /** What requests have seen is outdated by checks that were bad and are good again. */
        private void endEjection(Upstream upstream) {
            for (Vote vote : pool.member(upstream).map(Member::votes).orElse(List.of())) {
                if (vote instanceof Ejection ejection) {
                    ejection.succeeded(true);
                }
            }
        }

        /** Ends the checks for this pool; returns whether the member was out by them. */
        boolean leave() {
            check.part(this);
            addresses.leave(key).ifPresent(AddressCheck::close);
            return pool.withdraw(key.upstream(), check);
        }

        void end() {
            if (leave()) {
                journal.note(new Decision.Returned(key.upstream(), "check: has ended"));
            }
        }
    }

    @Override
    public Response handle(Request request, Handler next) {
        if (isStale()) {
            follow();
        }
        return next.handle(request);
    }

    @SuppressWarnings("ReferenceEquality") // the pool has the same list until its members change
    private boolean isStale() {
        return pool.members() != seen;
    }

    @Override
    public synchronized void endsAt(Handler end) {
        Probe by = Probe.of(end);
        if (probe != null && probe.reach().equals(by.reach())) {
            return;
        }
        List<Checked> before = List.copyOf(checked.values());
        probe = by;
        for (Checked one : before) {
            Upstream upstream = one.key.upstream();
            checked.put(upstream, new Checked(upstream, by, one.check.isIn()));
            one.leave();
        }
        follow();
        if (refresh == null) {
            refresh = environment.timers().deadline(this::refresh);
            refresh.set(options.check().interval());
        }
    }

    private synchronized void refresh() {
        follow();
        if (refresh != null) {
            refresh.set(options.check().interval());
        }
    }

    /** Begins the checks of members that have joined, and ends those of members that have left. */
    private synchronized void follow() {
        Probe by = probe;
        if (by == null) {
            return;
        }
        List<Member> members = pool.members();
        Set<Upstream> present = members.stream().map(Member::upstream).collect(Collectors.toUnmodifiableSet());
        for (Checked one : List.copyOf(checked.values())) {
            if (!present.contains(one.key.upstream())) {
                checked.remove(one.key.upstream());
                one.leave();
            }
        }
        present.forEach(upstream -> checked.computeIfAbsent(
                upstream, joined -> new Checked(joined, by, options.check().startsIn())));
        seen = members;
    }

    /**
     * The last result of each member.
     *
     * @return a snapshot, of the members that were checked so far
     */
    public synchronized Map<Upstream, Checkup> last() {
        Map<Upstream, Checkup> results = new HashMap<>();
        checked.forEach((upstream, one) -> one.check.last().ifPresent(checkup -> results.put(upstream, checkup)));
        return Map.copyOf(results);
    }

    @Override
    public String describe() {
        return HealthType.TYPE.describe(options);
    }

    /** Ends the checks and withdraws their votes. */
    @Override
    public synchronized void close() {
        pool.unregister(this);
        probe = null;
        if (refresh != null) {
            refresh.close();
            refresh = null;
        }
        checked.values().forEach(Checked::end);
        checked.clear();
    }
}
