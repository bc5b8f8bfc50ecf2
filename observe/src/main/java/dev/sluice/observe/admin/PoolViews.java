package dev.sluice.observe.admin;

import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.pool.Vote;
import dev.sluice.model.Located;
import dev.sluice.model.Part;
import dev.sluice.observe.Observed;
import dev.sluice.observe.meters.MemberState;
import dev.sluice.observe.meters.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pools and members as JSON has them. */
final class PoolViews {
    private static final double NANOS = 1e9;

    private final Observed program;

    PoolViews(Observed program) {
        this.program = program;
    }

    static boolean picks(Part<?> part) {
        return part.options() instanceof BalanceOptions;
    }

    /** What the pool of a step that picks is called. */
    static String name(Located located) {
        return ((BalanceOptions) located.part().options()).poolName(located.path());
    }

    /** All of them, without their members. */
    List<Map<String, Object>> all(FiguresWindow window) {
        Map<String, Map<String, Object>> counters = window.by(FiguresWindow.ATTEMPTS, "pool", series -> true);
        List<Map<String, Object>> told = new ArrayList<>();
        program.pools().forEach((name, pool) -> told.add(told(name, pool, counters)));
        return told;
    }

    /** All of them, with their members. */
    List<Map<String, Object>> whole(FiguresWindow window, Registrations registrations) {
        Map<String, Map<String, Object>> counters = window.by(FiguresWindow.ATTEMPTS, "pool", series -> true);
        List<Map<String, Object>> told = new ArrayList<>();
        program.pools().forEach((name, pool) -> told.add(whole(name, pool, window, counters, registrations)));
        return told;
    }

    /** One, with its members. */
    Map<String, Object> one(String name, Pool pool, FiguresWindow window, Registrations registrations) {
        return whole(name, pool, window, window.by(FiguresWindow.ATTEMPTS, "pool", series -> true), registrations);
    }

    @SuppressWarnings("NullAway") // null is what JSON says where there is nothing
    private Map<String, Object> whole(
            String name,
            Pool pool,
            FiguresWindow window,
            Map<String, Map<String, Object>> ofPools,
            Registrations registrations) {
        Map<String, Object> told = told(name, pool, ofPools);
        Map<String, Map<String, Object>> counters = counters(name, window);
        told.put(
                "members",
                pool.members().stream()
                        .map(member -> {
                            Map<String, Object> one = told(member, counters);
                            one.put(
                                    "expires",
                                    registrations
                                            .expires(pool, member.upstream())
                                            .map(Instant::toString)
                                            .orElse(null));
                            return one;
                        })
                        .toList());
        return told;
    }

    /** A member. */
    Map<String, Object> member(String pool, Member member, FiguresWindow window) {
        return told(member, counters(pool, window));
    }

    private static Map<String, Map<String, Object>> counters(String pool, FiguresWindow window) {
        return window.by(
                FiguresWindow.ATTEMPTS,
                "member",
                (Series series) -> series.label("pool").equals(pool));
    }

    private static Map<String, Object> told(String name, Pool pool, Map<String, Map<String, Object>> counters) {
        Map<String, Integer> states = new TreeMap<>();
        long inFlight = 0;
        for (Member member : pool.members()) {
            states.merge(MemberState.of(member), 1, Integer::sum);
            inFlight += member.inFlight();
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", name);
        told.put("counters", with(counters.getOrDefault(name, FiguresWindow.none()), inFlight));
        told.put("states", states);
        return told;
    }

    private static Map<String, Object> with(Map<String, Object> counters, long inFlight) {
        Map<String, Object> all = new LinkedHashMap<>(counters);
        all.put("inFlight", inFlight);
        return all;
    }

    @SuppressWarnings("NullAway") // null is what JSON says where there is nothing
    private Map<String, Object> told(Member member, Map<String, Map<String, Object>> counters) {
        Ticker ticker = program.ticker();
        double latency = member.latency().average(ticker.nanos()) / NANOS;
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("url", member.upstream().toString());
        told.put("weight", member.weight());
        told.put("effectiveWeight", member.effectiveWeight());
        told.put("priority", member.priority());
        told.put("metadata", member.metadata());
        told.put("state", MemberState.of(member));
        told.put(
                "why",
                member.votes().stream()
                        .filter(vote -> vote.standing() != Vote.Standing.IN)
                        .map(vote -> vote.judge() + ": " + vote)
                        .toList());
        told.put("inFlight", member.inFlight());
        told.put("latency", latency > 0 ? latency : null);
        told.put(
                "lastFailure",
                member.lastFailure().map(last -> failure(last, ticker)).orElse(null));
        told.put(
                "counters",
                with(counters.getOrDefault(member.upstream().authority(), FiguresWindow.none()), member.inFlight()));
        return told;
    }

    private static Map<String, Object> failure(Member.LastFailure last, Ticker ticker) {
        Instant at = ticker.now().minusNanos(ticker.nanos() - last.at());
        return Map.of("reason", last.failure().reason(), "at", at.toString());
    }
}
