package dev.sluice.observe.meters;

import dev.sluice.core.Upstream;
import dev.sluice.middlewares.circuitbreaker.BreakerState;
import dev.sluice.middlewares.circuitbreaker.CircuitBreaker;
import dev.sluice.middlewares.circuitbreaker.MemberBreakers;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.observe.Build;
import dev.sluice.observe.Observed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Reads meters, and the program that they belong to, once. Used by one thread. */
final class StatsReader {
    /** The metrics in their order, then those that steps show, by name; then by labels. */
    static final Comparator<Series> ORDER = Comparator.comparingInt((Series one) -> rank(one.metric()))
            .thenComparing(Series::name)
            .thenComparing(one -> String.join("\n", one.values()));

    private final Meters meters;
    private final Observed program;
    private final PathPools paths;
    private final Map<String, Pool> pools;
    private final List<Series> all = new ArrayList<>();

    StatsReader(Meters meters, Observed program, PathPools paths) {
        this.meters = meters;
        this.program = program;
        this.paths = paths;
        this.pools = program.pools();
    }

    private static int rank(Metric metric) {
        int index = Catalog.all().indexOf(metric);
        return index < 0 ? Catalog.all().size() : index;
    }

    Stats stats() {
        exchanges();
        attempts();
        decisions();
        breakers();
        members();
        connections();
        List<Observed.Gauge> gauges = program.gauges();
        gauges.forEach(gauge -> all.addAll(Shown.series(gauge)));
        List<Observed.Listening> listeners = program.listeners();
        listeners.forEach(this::listener);
        virtualThreads();
        add(Catalog.BUILD, 1, Build.version());
        return new Stats(all, Shown.numbers(gauges, listeners));
    }

    private void add(Metric metric, long value, String... labels) {
        all.add(Series.of(metric, value, labels));
    }

    private void add(Metric metric, LongAdder count, String... labels) {
        all.add(Series.of(metric, count.sum(), labels));
    }

    private void exchanges() {
        meters.routes.forEach((route, of) -> {
            of.durations.forEach((status, times) -> all.add(Series.of(Catalog.REQUESTS, times, route, status)));
            all.add(Series.of(Catalog.RECEIVED, of.received.read(), route));
            all.add(Series.of(Catalog.SENT, of.sent.read(), route));
            of.rejections.forEach((step, reasons) ->
                    reasons.forEach((reason, count) -> add(Catalog.REJECTIONS, count, route, step, reason)));
            of.failures.forEach((reason, count) -> add(Catalog.FAILURES, count, route, reason));
            of.calls.forEach((status, count) -> add(Catalog.CALLS, count, route, status));
        });
    }

    private void attempts() {
        Set<Attempts.Key> present = new HashSet<>();
        pools.forEach((name, pool) -> pool.members()
                .forEach(member ->
                        present.add(new Attempts.Key(name, member.upstream().authority()))));
        meters.attempts.keep(key -> present.contains(key) || isKept(key));
        meters.attempts.all().forEach((key, of) -> {
            of.durations.forEach(
                    (status, times) -> all.add(Series.of(Catalog.ATTEMPTS, times, key.pool(), key.member(), status)));
            of.calls.forEach((status, count) -> add(Catalog.CALL_ATTEMPTS, count, key.pool(), key.member(), status));
            if (of.waits.count() > 0) {
                all.add(Series.of(Catalog.CONNECTION_WAITS, of.waits.read(), key.pool(), key.member()));
            }
            add(Catalog.ACTIVE_ATTEMPTS, of.active(), key.pool(), key.member());
            add(Catalog.PICKS, of.begun, key.pool(), key.member());
            if (of.ejections.sum() > 0) {
                add(Catalog.EJECTIONS, of.ejections, key.pool(), key.member());
            }
        });
    }

    /** Upstreams of routes themselves stay, up to the number that is counted. */
    private static boolean isKept(Attempts.Key key) {
        return key.pool().equals(Attempts.NO_POOL);
    }

    private void decisions() {
        byPlace(Catalog.RETRIES, meters.retries);
        byPlace(Catalog.HEDGES, meters.hedges);
        meters.budgets.forEach((step, count) -> add(Catalog.BUDGET_SPENT, count, step));
        meters.waits.forEach((step, times) -> all.add(Series.of(Catalog.WAITS, times.read(), step)));
        meters.trips.forEach((step, count) -> add(Catalog.TRIPS, count, step));
    }

    /** Several steps of a route, or of a pool, are one series. */
    private void byPlace(Metric metric, Bounded<LongAdder> bySteps) {
        record Where(String route, String pool) {}
        Map<Where, Long> sums = new HashMap<>();
        bySteps.forEach((step, count) ->
                sums.merge(new Where(paths.routeOf(step), paths.poolOf(step)), count.sum(), Long::sum));
        sums.forEach((where, sum) -> add(metric, sum, where.route(), where.pool()));
    }

    private void breakers() {
        program.made(CircuitBreaker.class)
                .forEach((path, breaker) -> add(Catalog.BREAKER, level(breaker.state()), path, ""));
        program.made(MemberBreakers.class).forEach((path, breakers) -> {
            Map<String, Integer> levels = new TreeMap<>();
            breakers.states().forEach((upstream, state) -> levels.merge(upstream.authority(), level(state), Math::max));
            levels.forEach((member, level) -> add(Catalog.BREAKER, level, path, member));
        });
    }

    private static int level(BreakerState state) {
        if (state instanceof BreakerState.Tripped) {
            return 2;
        }
        return state instanceof BreakerState.Recovering ? 1 : 0;
    }

    private void members() {
        pools.forEach((name, pool) -> {
            Map<String, Long> states =
                    pool.members().stream().collect(Collectors.groupingBy(MemberState::of, Collectors.counting()));
            for (String state : MemberState.ALL) {
                add(Catalog.MEMBERS, states.getOrDefault(state, 0L), name, state);
            }
            add(Catalog.POOL_QUEUE, pool.line().length(), name);
        });
    }

    /** An upstream that is a member of several pools counts for the first of them, by name. */
    private void connections() {
        Map<Upstream, String> names = new HashMap<>();
        new TreeMap<>(pools)
                .forEach((name, pool) -> pool.members().forEach(member -> names.putIfAbsent(member.upstream(), name)));
        for (Observed.Connections some : program.connections()) {
            String pool = names.getOrDefault(some.upstream(), Attempts.NO_POOL);
            add(Catalog.UPSTREAM_CONNECTIONS, some.idle(), pool, "idle", some.protocol());
            add(Catalog.UPSTREAM_CONNECTIONS, some.active(), pool, "active", some.protocol());
        }
    }

    private void listener(Observed.Listening listener) {
        String name = listener.name();
        Map<String, Long> stats = listener.stats();
        long handshaking = stats.getOrDefault("listener.handshakes", 0L);
        add(
                Catalog.CONNECTIONS,
                Math.max(0, stats.getOrDefault("listener.connections", 0L) - handshaking),
                name,
                "open");
        add(Catalog.CONNECTIONS, handshaking, name, "handshaking");
        shown(stats, "listener.refused.memory", Catalog.REFUSED_CONNECTIONS, name, "memory");
        shown(stats, "listener.refused.descriptors", Catalog.REFUSED_CONNECTIONS, name, "descriptors");
        shown(stats, "listener.slow.requests", Catalog.SLOW, name, "request");
        shown(stats, "listener.slow.responses", Catalog.SLOW, name, "response");
        shown(stats, "listener.tls.done", Catalog.HANDSHAKES, name, "done");
        shown(stats, "listener.tls.failed", Catalog.HANDSHAKES, name, "failed");
        shown(stats, "listener.certificate.expiry", Catalog.EXPIRY, name);
    }

    private void virtualThreads() {
        VirtualThreads.mounted().ifPresent(count -> add(Catalog.VIRTUAL_THREADS, count, "mounted"));
        VirtualThreads.queued().ifPresent(count -> add(Catalog.VIRTUAL_THREADS, count, "queued"));
        VirtualThreads.parallelism().ifPresent(count -> add(Catalog.CARRIERS, count));
    }

    private void shown(Map<String, Long> stats, String number, Metric metric, String... labels) {
        Long value = stats.get(number);
        if (value != null) {
            add(metric, value, labels);
        }
    }
}
