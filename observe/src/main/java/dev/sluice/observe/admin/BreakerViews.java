package dev.sluice.observe.admin;

import dev.sluice.middlewares.circuitbreaker.BreakerState;
import dev.sluice.middlewares.circuitbreaker.CircuitBreaker;
import dev.sluice.middlewares.circuitbreaker.MemberBreakers;
import dev.sluice.observe.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Circuit breakers as JSON has them. */
final class BreakerViews {
    /** So many are told of in an overview. */
    private static final int MOST = 100;

    private static final String STATE = "state";
    private static final List<String> GRAVEST_FIRST = List.of("tripped", "recovering", "standby");
    private static final double MILLIS = 1000;

    private final Observed program;

    BreakerViews(Observed program) {
        this.program = program;
    }

    /** All of them, the gravest first. */
    List<Map<String, Object>> all() {
        List<Map<String, Object>> all = new ArrayList<>();
        program.made(CircuitBreaker.class)
                .forEach((path, breaker) ->
                        all.add(told(path, Optional.empty(), breaker.state(), Optional.of(breaker.since()))));
        program.made(MemberBreakers.class)
                .forEach((path, breakers) -> breakers.states()
                        .forEach((upstream, state) -> all.add(
                                told(path, Optional.of(upstream.toString()), state, breakers.since(upstream)))));
        all.sort(Comparator.comparingInt(one -> GRAVEST_FIRST.indexOf(String.valueOf(one.get(STATE)))));
        return all;
    }

    /** How many are in each state, and the gravest of them. */
    Map<String, Object> overview() {
        List<Map<String, Object>> all = all();
        Map<String, Integer> states = new TreeMap<>();
        all.forEach(one -> states.merge(String.valueOf(one.get(STATE)), 1, Integer::sum));
        return Map.of("states", states, "items", all.subList(0, Math.min(MOST, all.size())));
    }

    @SuppressWarnings("NullAway") // null is what JSON says where there is nothing
    private Map<String, Object> told(
            String path, Optional<String> member, BreakerState state, Optional<Instant> since) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("path", path);
        told.put("member", member.orElse(null));
        told.put("since", since.map(Instant::toString).orElse(null));
        told.put("lasts", null);
        switch (state) {
            case BreakerState.Standby standby -> told.put(STATE, "standby");
            case BreakerState.Tripped tripped -> {
                told.put(STATE, "tripped");
                told.put("until", tripped.until().toString());
                told.put("lasts", seconds(tripped.until()));
            }
            case BreakerState.Recovering recovering -> {
                told.put(STATE, "recovering");
                told.put("until", recovering.until().toString());
                told.put("lasts", seconds(recovering.until()));
                told.put("ratio", recovering.ratio());
            }
        }
        return told;
    }

    private double seconds(Instant until) {
        return Math.max(0, Duration.between(program.ticker().now(), until).toMillis()) / MILLIS;
    }
}
