package dev.sluice.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Table;
import dev.sluice.cli.line.Task;
import dev.sluice.cli.line.Values;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What concerns the gateway as a whole. */
final class GatewayVerbs {
    private static final Set<String> LEVELS = Set.of(
            "ALL", "TRACE", "DEBUG", "INFO", "WARNING", "ERROR", "OFF", "FINE", "FINER", "FINEST", "SEVERE", "CONFIG");

    private GatewayVerbs() {}

    static Task status() {
        return new Verb("status", "status", "Says what runs, since when, where it listens, and how it does.")
                .examples("sluice ctl status")
                .does(call -> call.print(Ask.get("overview").with("limit", 1), GatewayVerbs::status));
    }

    private static Object status(JsonNode overview) {
        JsonNode gateway = overview.path("gateway");
        JsonNode totals = overview.path("totals");
        Table table = new Table("sluice", Text.of(gateway.path("sluice")))
                .row(
                        "version",
                        Text.of(gateway.path("version"))
                                + (gateway.path("changeable").asBoolean() ? "" : ", fixed"))
                .row("state", gateway.path("draining").asBoolean() ? "draining" : "running")
                .row(
                        "started",
                        Text.of(gateway.path("startedAt")) + ", "
                                + Text.uptime(gateway.path("uptime").asDouble()) + " ago");
        for (JsonNode listener : gateway.path("listeners")) {
            table.row(
                    "listener " + Text.of(listener.path("name")),
                    Text.of(listener.path("uri")) + ", "
                            + Text.many(listener.path("connections").asLong(), "connection"));
        }
        table.row("routes", Text.of(overview.path("routes").path("total")))
                .row("pools", Integer.toString(overview.path("pools").size()))
                .row(
                        "requests",
                        Text.of(totals.path("requests")) + ", " + Text.rate(totals.path("rate")) + ", "
                                + Text.of(totals.path("inFlight")) + " in flight")
                .row("errors", Text.of(totals.path("errors")) + ", " + Text.rate(totals.path("errorRate")))
                .row(
                        "latency",
                        "p50 " + Text.seconds(totals.path("p50")) + ", p90 " + Text.seconds(totals.path("p90"))
                                + ", p99 " + Text.seconds(totals.path("p99")));
        overview.path("reasons")
                .properties()
                .forEach(reason -> table.row(
                        "reason " + Text.visible(reason.getKey()),
                        Text.of(reason.getValue().path("total")) + ", "
                                + Text.rate(reason.getValue().path("rate"))));
        return table;
    }

    static Task routes() {
        Verb verb = new Verb("routes", "routes [--filter TEXT]", "Lists the routes with their counters.");
        Option<String> filter =
                verb.options().value("--filter", "TEXT", text -> text, "Only those whose name or predicate has it.");
        Option<String> sort = verb.options()
                .value("--sort", "BY", text -> text, "rate, errors, p99, inFlight or name. Default: name.");
        Option<Integer> limit =
                verb.options().value("--limit", "N", Values::integer, "So many at most. Default: 1000.");
        return verb.examples("sluice ctl routes --filter orders --sort p99").does(call -> {
            Ask ask = Ask.get("routes").with("sort", sort.or("name")).with("limit", limit.or(1_000));
            call.print(filter.addTo(ask, (one, text) -> one.with("filter", text)), GatewayVerbs::routes);
        });
    }

    private static Object routes(JsonNode answer) {
        Table table = new Table("ROUTE", "WHEN", "END", "RATE", "ERRORS", "P50", "P99", "IN FLIGHT");
        for (JsonNode route : answer.path("items")) {
            JsonNode counters = route.path("counters");
            table.row(
                    Text.of(route.path("name")),
                    Text.of(route.path("when")),
                    Text.of(route.path("end")),
                    Text.rate(counters.path("rate")),
                    Text.rate(counters.path("errorRate")),
                    Text.seconds(counters.path("p50")),
                    Text.seconds(counters.path("p99")),
                    Text.of(counters.path("inFlight")));
        }
        int shown = answer.path("items").size();
        long total = answer.path("total").asLong(shown);
        return shown == total ? table : table + System.lineSeparator() + shown + " of " + total + " routes";
    }

    static Task stats() {
        Verb verb = new Verb("stats", "stats [--filter TEXT]", "Prints every metric as it is now.");
        Option<String> filter = verb.options().value("--filter", "TEXT", text -> text, "Only those whose name has it.");
        return verb.examples("sluice ctl stats --filter http.client")
                .does(call -> call.print(Ask.get("stats"), answer -> {
                    Table table = new Table("METRIC", "LABELS", "VALUE", "UNIT");
                    for (JsonNode series : answer.path("series")) {
                        if (series.path("name").asText().contains(filter.or(""))) {
                            table.row(
                                    Text.of(series.path("name")),
                                    labels(series.path("labels")),
                                    value(series),
                                    Text.of(series.path("unit")));
                        }
                    }
                    return table;
                }));
    }

    private static String labels(JsonNode labels) {
        List<String> all = labels.properties().stream()
                .map(one -> Text.visible(one.getKey()) + "=" + Text.of(one.getValue()))
                .toList();
        return all.isEmpty() ? Text.NONE : String.join(", ", all);
    }

    private static String value(JsonNode series) {
        return series.has("count")
                ? "count " + Text.of(series.path("count")) + ", sum " + Text.of(series.path("sum"))
                : Text.of(series.path("value"));
    }

    static Task log() {
        return new Verb("log", "log [LOGGER LEVEL]", "Lists the levels of the log, or sets that of a logger.")
                .operands(
                        "[LOGGER LEVEL]",
                        0,
                        2,
                        "A logger such as dev.sluice, and INFO, DEBUG, WARNING, OFF or the like.")
                .examples("sluice ctl log", "sluice ctl log dev.sluice DEBUG")
                .does(GatewayVerbs::log);
    }

    private static void log(Call call) {
        List<String> typed = call.operands();
        if (typed.isEmpty()) {
            call.print(Ask.get("log"), answer -> {
                Table table = new Table("LOGGER", "LEVEL");
                answer.path("items").forEach(one -> table.row(Text.of(one.path("logger")), Text.of(one.path("level"))));
                return table;
            });
            return;
        }
        String level = typed.getLast().toUpperCase(Locale.ROOT);
        if (typed.size() == 1 || !LEVELS.contains(level)) {
            throw new IllegalArgumentException("needs a logger and a level, such as: sluice ctl log dev.sluice DEBUG");
        }
        Answer answer = call.client()
                .send(Ask.of("PUT", "log")
                        .json(Call.object().put("logger", typed.getFirst()).put("level", level)));
        if (!call.json()) {
            call.say(typed.getFirst() + ": " + level);
        } else if (!answer.text().isEmpty()) {
            call.say(answer.text().stripTrailing());
        }
    }

    static Task openapi() {
        return new Verb("openapi", "openapi", "Prints the OpenAPI document of the admin API.")
                .examples("sluice ctl openapi > admin.json")
                .does(call -> call.say(
                        call.client().send(Ask.get("openapi.json")).text().stripTrailing()));
    }
}
