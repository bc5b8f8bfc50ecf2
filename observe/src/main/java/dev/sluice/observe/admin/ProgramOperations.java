package dev.sluice.observe.admin;

import dev.sluice.core.Response;
import dev.sluice.model.Chained;
import dev.sluice.model.Flow;
import dev.sluice.model.Located;
import dev.sluice.model.Model;
import dev.sluice.model.Terminal;
import dev.sluice.observe.Build;
import dev.sluice.observe.Observed;
import dev.sluice.observe.meters.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What runs, as a whole and by routes. */
final class ProgramOperations {
    /** The route of a program that has none, and of exchanges that none took. */
    private static final String NONE = "none";

    private static final int MOST = 1000;
    private static final int USUAL = 100;
    private static final double MILLIS = 1000;

    private final Observed program;
    private final Figures figures;
    private final PoolViews pools;
    private final Instant startedAt;

    /** A route of the model. */
    private record Way(String name, String when, Optional<Integer> priority, List<Located> steps, Located end) {}

    ProgramOperations(Observed program, Figures figures) {
        this.program = program;
        this.figures = figures;
        this.pools = new PoolViews(program);
        this.startedAt = program.ticker().now();
    }

    List<Operation> all() {
        return List.of(
                new Operation("GET", "/api/gateway", call -> Reply.json(gateway())),
                new Operation("GET", "/api/overview", this::overview),
                new Operation("GET", "/api/routes", call -> Reply.json(routes(call, figures.window()))),
                new Operation("GET", "/api/routes/{route}", this::route),
                new Operation("GET", "/api/stats", call -> Reply.json(stats())),
                new Operation("POST", "/api/explain", this::explain));
    }

    private Map<String, Object> gateway() {
        int version = program.version().number();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("version", version);
        told.put("etag", Reply.tag(version));
        told.put("sluice", Build.version());
        told.put("startedAt", startedAt.toString());
        told.put("uptime", Duration.between(startedAt, program.ticker().now()).toMillis() / MILLIS);
        told.put("draining", program.draining());
        told.put("changeable", program.changeable());
        told.put("refused", program.refused());
        told.put(
                "listeners",
                program.listeners().stream().map(ProgramOperations::listener).toList());
        return told;
    }

    private static Map<String, Object> listener(Observed.Listening listening) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", listening.name());
        told.put("uri", listening.uri().toString());
        told.put("connections", listening.stats().getOrDefault("listener.connections", 0L));
        return told;
    }

    private Response overview(Call call) {
        Figures.Window window = figures.window();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("at", program.ticker().now().toString());
        told.put("gateway", gateway());
        Map<String, Object> totals = new LinkedHashMap<>(
                window.by(Figures.REQUESTS, "", series -> true).getOrDefault("", Figures.none()));
        totals.put("buckets", SeriesView.buckets(window.newest().series(Figures.REQUESTS)));
        totals.put("rejections", sum(window.newest().series("sluice.rejections")));
        totals.put("inFlight", sum(window.newest().series("http.server.active_requests")));
        told.put("totals", totals);
        told.put("routes", routes(call, window));
        told.put("pools", pools.all(window));
        told.put("reasons", reasons(window));
        return Reply.json(told);
    }

    /** Refusals and failures by their reason. */
    private static Map<String, Map<String, Object>> reasons(Figures.Window window) {
        Map<String, Map<String, Object>> reasons = window.counts("sluice.rejections", "reason");
        window.counts("sluice.failures", "reason")
                .forEach((reason, counts) -> reasons.merge(reason, counts, Figures::both));
        return reasons;
    }

    private static long sum(List<Series> series) {
        return series.stream().mapToLong(one -> (long) one.value()).sum();
    }

    private Map<String, Object> routes(Call call, Figures.Window window) {
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

    private static Map<String, Map<String, Object>> counters(Figures.Window window) {
        Map<String, Map<String, Object>> counters = window.by(Figures.REQUESTS, "route", series -> true);
        Map<String, Long> rejections = Figures.sums(window.newest().series("sluice.rejections"), "route");
        counters.forEach((route, told) -> told.put("rejections", rejections.getOrDefault(route, 0L)));
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

    private Response route(Call call) {
        Figures.Window window = figures.window();
        for (Way way : ways(program.version().model())) {
            if (way.name().equals(call.part())) {
                Map<String, Object> told = told(way, counters(window));
                told.put(
                        "steps",
                        way.steps().stream().map(ProgramOperations::step).toList());
                told.put("reasons", ofRoute(window, way.name()));
                return Reply.json(told);
            }
        }
        throw AdminRefusal.unknown("there is no route \"" + call.part() + "\"");
    }

    private static Map<String, Long> ofRoute(Figures.Window window, String route) {
        List<Series> all = new ArrayList<>(window.newest().series("sluice.rejections"));
        all.addAll(window.newest().series("sluice.failures"));
        return Figures.sums(
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
        told.put("counters", counters.getOrDefault(way.name(), Figures.none()));
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

    private Map<String, Object> stats() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Series series : figures.window().newest().series()) {
            all.add(SeriesView.of(series));
        }
        return Map.of("series", all);
    }

    private Response explain(Call call) {
        Members body = call.body();
        String method = body.text("method");
        String url = body.text("url");
        List<String> headers = body.maybeList("headers").orElse(List.of());
        body.end();
        return Reply.json(Map.of("text", program.explain(method, url, headers)));
    }
}
