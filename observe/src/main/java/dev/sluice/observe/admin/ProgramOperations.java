package dev.sluice.observe.admin;

import dev.sluice.core.Response;
import dev.sluice.observe.Build;
import dev.sluice.observe.Observed;
import dev.sluice.observe.meters.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What runs, as a whole and by routes. */
final class ProgramOperations {
    private static final double MILLIS = 1000;

    private final Observed program;
    private final Figures figures;
    private final RouteViews routes;
    private final PoolViews pools;
    private final BreakerViews breakers;
    private final Instant startedAt;

    ProgramOperations(Observed program, Figures figures) {
        this.program = program;
        this.figures = figures;
        this.routes = new RouteViews(program);
        this.pools = new PoolViews(program);
        this.breakers = new BreakerViews(program);
        this.startedAt = program.ticker().now();
    }

    List<Operation> all() {
        return List.of(
                new Operation("GET", "/api/gateway", call -> Reply.json(gateway())),
                new Operation("GET", "/api/overview", this::overview),
                new Operation("GET", "/api/routes", call -> Reply.json(routes.page(call, figures.window()))),
                new Operation(
                        "GET", "/api/routes/{route}", call -> Reply.json(routes.one(call.part(), figures.window()))),
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
        FiguresWindow window = figures.window();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("at", program.ticker().now().toString());
        told.put("gateway", gateway());
        Map<String, Object> totals = new LinkedHashMap<>(
                window.by(FiguresWindow.REQUESTS, "", series -> true).getOrDefault("", FiguresWindow.none()));
        totals.put("buckets", SeriesView.buckets(window.newest().series(FiguresWindow.REQUESTS)));
        totals.put("rejections", sum(window.newest().series("sluice.rejections")));
        totals.put("inFlight", sum(window.newest().series("http.server.active_requests")));
        told.put("totals", totals);
        told.put("routes", routes.page(call, window));
        told.put("pools", pools.all(window));
        told.put("breakers", breakers.overview());
        told.put("reasons", reasons(window));
        return Reply.json(told);
    }

    /** Refusals and failures by their reason. */
    private static Map<String, Map<String, Object>> reasons(FiguresWindow window) {
        Map<String, Map<String, Object>> reasons = window.counts("sluice.rejections", "reason");
        window.counts("sluice.failures", "reason")
                .forEach((reason, counts) -> reasons.merge(reason, counts, FiguresWindow::both));
        return reasons;
    }

    private static long sum(List<Series> series) {
        return series.stream().mapToLong(one -> (long) one.value()).sum();
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
