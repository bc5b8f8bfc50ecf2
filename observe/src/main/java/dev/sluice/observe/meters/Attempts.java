package dev.sluice.observe.meters;

import dev.sluice.core.Grpc;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.AttemptObserver;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The attempts at members, by pool and member; attempts at the upstream of a route itself have the pool {@code none}. Members
 * beyond a number, over all pools, are counted together as {@code other} of their pools. Thread-safe.
 */
final class Attempts {
    /** The pool of upstreams that belong to none. */
    static final String NO_POOL = "none";

    private static final int MOST = 1000;

    private final Map<Key, MemberMeters> members = new ConcurrentHashMap<>();
    private final Map<String, AtPath> paths = new ConcurrentHashMap<>();
    private final PathPools pools;

    /** A member as it is shown. */
    record Key(String pool, String member) {}

    Attempts(PathPools pools) {
        this.pools = pools;
    }

    /** Follows the attempts of the terminal at a path. */
    AttemptObserver at(String path) {
        return paths.computeIfAbsent(path, AtPath::new);
    }

    MemberMeters of(String pool, Upstream upstream) {
        return of(new Key(pool, upstream.authority()));
    }

    private MemberMeters of(Key key) {
        MemberMeters known = members.get(key);
        return known == null ? first(key) : known;
    }

    private synchronized MemberMeters first(Key key) {
        boolean room = members.containsKey(key) || members.size() < MOST;
        return members.computeIfAbsent(room ? key : new Key(key.pool(), Bounded.OTHER), unknown -> new MemberMeters());
    }

    Map<Key, MemberMeters> all() {
        return members;
    }

    /** Forgets members that nothing is under way to, unless they are wanted. */
    synchronized void keep(Predicate<Key> wanted) {
        if (members.entrySet()
                .removeIf(entry ->
                        !wanted.test(entry.getKey()) && entry.getValue().active() == 0)) {
            changed();
        }
    }

    /** The model is another, or members were forgotten: each path looks its members up again. */
    void changed() {
        paths.values().forEach(AtPath::forget);
    }

    /** Those of one terminal, which knows its members, so that they are not looked up by text. */
    private final class AtPath implements AttemptObserver {
        private final String path;
        private final Map<Upstream, MemberMeters> known = new ConcurrentHashMap<>();

        AtPath(String path) {
            this.path = path;
        }

        void forget() {
            known.clear();
        }

        private MemberMeters of(Upstream upstream) {
            MemberMeters found = known.get(upstream);
            return found == null ? first(upstream) : found;
        }

        private MemberMeters first(Upstream upstream) {
            MemberMeters found = Attempts.this.of(pools.at(path), upstream);
            if (known.size() < MOST) {
                known.put(upstream, found);
            }
            return found;
        }

        @Override
        public Request begins(Request request) {
            Optional<Upstream> upstream = request.upstream();
            if (upstream.isPresent()) {
                of(upstream.get()).begun.increment();
            }
            return request;
        }

        @Override
        public void ended(Request begun, Outcome outcome, long nanos) {
            Optional<Upstream> upstream = begun.upstream();
            if (upstream.isPresent()) {
                boolean answered =
                        outcome.response().failure().isEmpty() && outcome.bug().isEmpty();
                MemberMeters member = of(upstream.get());
                member.durations
                        .of(answered ? Grpc.countedStatus(outcome.response()) : StatusTimes.ERROR)
                        .record(nanos);
                long waited = outcome.response().provenance().timings().queue();
                if (waited > 0) {
                    member.waits.record(waited);
                }
                if (Grpc.isIn(begun.fields())) {
                    member.calls.of(GrpcStatus.label(outcome)).increment();
                }
            }
        }

        @Override
        public AttemptObserver at(String inside) {
            return Attempts.this.at(path.isEmpty() ? inside : path + "/" + inside);
        }
    }
}
