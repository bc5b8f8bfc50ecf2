package dev.sluice.observe.admin;

import dev.sluice.model.Chained;
import dev.sluice.model.Flow;
import dev.sluice.model.Located;
import dev.sluice.model.Model;
import dev.sluice.model.Terminal;
import dev.sluice.observe.Observed;
import dev.sluice.observe.meters.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Routes as JSON has them. */
final class RouteViews {
    /** The route of a program that has none, and of exchanges that none took. */
    private static final String NONE = "none";

    private static final int MOST = 1000;
    private static final int USUAL = 100;

    private final Observed program;

    /** A route of the model. */
    private record Way(String name, String when, Optional<Integer> priority, List<Located> steps, Located end) {}

    RouteViews(Observed program) {
        this.program = program;
    }

    /** Those that a call asks for, in its order. */
    Map<String, Object> page(Call call, FiguresWindow window) {
        String filter = call.text("filter").toLowerCase(Locale.ROOT);
        List<Map<String, Object>> routes = new ArrayList<>();
        Map<String, Map<String, Object>> counters = counters(window);
        for (Way way : ways(program.version().model())) {
            if (way.name().toLowerCase(Locale.ROOT).contains(filter)
                    || way.when().toLowerCase(Locale.ROOT).contains(filter)) {
                routes.add(told(way, counters));
            }
        }
        routes.sort(order(call.text("sort")));
        int from = Math.min(call.number("offset", 0, Integer.MAX_VALUE), routes.size());
        int to = (int) Math.min((long) from + call.number("limit", USUAL, MOST), routes.size());
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("total", routes.size());
        told.put("items", routes.subList(from, to));
        return told;
    }

    /**
     * One, with its steps and its reasons.
     *
     * @throws AdminRefusal if there is none of that name
     */
    Map<String, Object> one(String name, FiguresWindow window) {
        Way way = ways(program.version().model()).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> AdminRefusal.unknown("there is no route \"" + name + "\""));
        Map<String, Object> told = told(way, counters(window));
        told.put("steps", way.steps().stream().map(RouteViews::step).toList());
        told.put("reasons", reasons(window, name));
        return told;
    }

    private static Map<String, Map<String, Object>> counters(FiguresWindow window) {
        Map<String, Map<String, Object>> counters = window.by(FiguresWindow.REQUESTS, "route", series -> true);
        window.counts("sluice.rejections", "route").forEach((route, rejections) -> {
            Map<String, Object> told = counters.computeIfAbsent(route, unseen -> FiguresWindow.none());
            told.put("rejections", rejections.getOrDefault("total", 0L));
            told.put("rejectionRate", rejections.getOrDefault("rate", 0.0));
        });
        return counters;
    }

    private static Comparator<Map<String, Object>> order(String by) {
        return switch (by) {
            case "", "rate" -> byCounter("rate");
            case "errors" -> byCounter("errorRate").thenComparing(byCounter("errors"));
            case "p99", "inFlight" -> byCounter(by);
            case "name" -> Comparator.comparing(route -> String.valueOf(route.get("name")));
            default ->
                throw AdminRefusal.malformed("sort must be rate, errors, p99, inFlight or name, is '" + by + "'");
        };
    }

    /** The greatest first. */
    private static Comparator<Map<String, Object>> byCounter(String name) {
        return Comparator.<Map<String, Object>>comparingDouble(route -> {
                    Object value = ((Map<?, ?>) route.getOrDefault("counters", Map.of())).get(name);
                    return value instanceof Number number ? number.doubleValue() : -1;
                })
                .reversed();
    }

    private static Map<String, Long> reasons(FiguresWindow window, String route) {
        List<Series> all = new ArrayList<>(window.newest().series("sluice.rejections"));
        all.addAll(window.newest().series("sluice.failures"));
        return FiguresWindow.sums(
                all.stream().filter(one -> one.label("route").equals(route)).toList(), "reason");
    }

    private static Map<String, Object> step(Located located) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("path", located.path());
        told.put("describe", located.part().describe());
        return told;
    }

    @SuppressWarnings("NullAway") // null is what JSON says where there is nothing
    private static Map<String, Object> told(Way way, Map<String, Map<String, Object>> counters) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", way.name());
        told.put("when", way.when());
        told.put("priority", way.priority().orElse(null));
        told.put("end", way.end().part().describe());
        told.put("pool", pool(way).orElse(null));
        told.put("counters", counters.getOrDefault(way.name(), FiguresWindow.none()));
        return told;
    }

    private static Optional<String> pool(Way way) {
        Optional<String> named = way.end().part() instanceof Terminal<?> end ? end.pool() : Optional.empty();
        return named.or(() -> way.steps().stream()
                .filter(step -> PoolViews.picks(step.part()))
                .map(PoolViews::name)
                .findFirst());
    }

    private static List<Way> ways(Model model) {
        List<Way> ways = new ArrayList<>();
        for (Flow flow : model.flows()) {
            Optional<Integer> priority = Optional.of(flow.priority()).filter(given -> given != 0);
            ways.add(new Way(flow.name(), flow.when().toString(), priority, flow.steps(), flow.end()));
        }
        List<Located> rest = Chained.of(model.root()).routes().isPresent() ? model.otherwise() : model.located();
        if (!rest.isEmpty()) {
            ways.add(new Way(NONE, "", Optional.empty(), rest.subList(0, rest.size() - 1), rest.getLast()));
        }
        return ways;
    }
}
