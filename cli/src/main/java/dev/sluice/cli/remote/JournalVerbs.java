package dev.sluice.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Task;
import dev.sluice.cli.line.Values;
import java.util.ArrayList;
import java.util.List;

/** What was decided, and what failed. */
final class JournalVerbs {
    private JournalVerbs() {}

    /** Which entries are asked for. */
    private record Filters(
            Option<String> kind,
            Option<String> where,
            Option<String> route,
            Option<String> member,
            Option<Boolean> failed) {
        static Filters of(Options options) {
            return new Filters(
                    options.value("--kind", "KIND", text -> text, "Only decisions such as Picked or Ejected."),
                    options.value("--where", "PATH", text -> text, "Only those of this part of the model."),
                    options.value("--route", "ROUTE", text -> text, "Only those of requests that took it."),
                    options.value("--member", "URL", text -> text, "Only those about it."),
                    options.flag("--failed", "Only those of requests that were refused or failed."));
        }

        Ask addTo(Ask ask) {
            Ask kinds = kind.addTo(ask, (one, text) -> one.with("kind", text));
            Ask wheres = where.addTo(kinds, (one, text) -> one.with("where", text));
            Ask routes = route.addTo(wheres, (one, text) -> one.with("route", text));
            Ask members = member.addTo(routes, (one, text) -> one.with("member", text));
            return failed.addTo(members, (one, yes) -> one.with("failed", true));
        }
    }

    static Task journal() {
        Verb verb =
                new Verb("journal", "journal [--last N] [--follow] [OPTIONS]", "Prints decisions, the oldest first.");
        Option<Integer> last =
                verb.options().value("--last", "N", Values::integer, "So many of the past. Default: 100.");
        Option<Boolean> follow = verb.options().flag("-f", "--follow", "Goes on with new ones until it is stopped.");
        Filters filters = Filters.of(verb.options());
        return verb.examples("sluice ctl journal --last 20", "sluice ctl journal --follow --failed")
                .does(call -> {
                    Ask past = filters.addTo(Ask.get("journal").with("last", last.or(100)));
                    if (follow.isSet()) {
                        new Following(call, past, filters.addTo(Ask.get("journal", "stream"))).run();
                    } else {
                        call.print(past, JournalVerbs::lines);
                    }
                });
    }

    private static Object lines(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        answer.path("items").forEach(entry -> lines.addFirst(line(entry)));
        return lines.isEmpty() ? "no entries" : String.join(System.lineSeparator(), lines);
    }

    /** An entry for people. */
    static String line(JsonNode entry) {
        JsonNode exchange = entry.path("exchange");
        String of = exchange.isObject()
                ? "  (" + Text.of(exchange.path("method")) + " " + Text.of(exchange.path("host"))
                        + Text.of(exchange.path("target")) + " " + Text.of(exchange.path("id")) + ")"
                : "";
        return Text.of(entry.path("at")) + "  " + Text.of(entry.path("where")) + "  " + Text.of(entry.path("text"))
                + of;
    }

    static Task failures() {
        Verb verb = new Verb(
                "failures",
                "failures [--last N] [--route ROUTE] [--reason REASON]",
                "Prints the last requests that were refused or failed, with what was decided for them.");
        Option<Integer> last = verb.options().value("--last", "N", Values::integer, "So many. Default: 50.");
        Option<String> route = verb.options().value("--route", "ROUTE", text -> text, "Only of this route.");
        Option<String> reason = verb.options().value("--reason", "REASON", text -> text, "Only for this reason.");
        return verb.examples("sluice ctl failures --last 5", "sluice ctl failures --reason no-upstream")
                .does(call -> {
                    Ask ask = Ask.get("failures").with("last", last.or(50));
                    Ask routes = route.addTo(ask, (one, text) -> one.with("route", text));
                    call.print(reason.addTo(routes, (one, text) -> one.with("reason", text)), JournalVerbs::failures);
                });
    }

    private static Object failures(JsonNode answer) {
        List<String> blocks = new ArrayList<>();
        answer.path("items").forEach(failure -> blocks.addFirst(block(failure)));
        return blocks.isEmpty() ? "no failures" : String.join(System.lineSeparator(), blocks);
    }

    private static String block(JsonNode failure) {
        List<String> lines = new ArrayList<>();
        lines.add(Text.of(failure.path("at")) + "  " + Text.of(failure.path("status")) + " "
                + Text.of(failure.path("reason")) + "  " + Text.of(failure.path("method")) + " "
                + Text.of(failure.path("host")) + Text.of(failure.path("target")) + " from "
                + Text.of(failure.path("client")));
        lines.add("    route " + Text.of(failure.path("route")) + ", step " + Text.of(failure.path("step"))
                + ", upstream " + Text.of(failure.path("upstream")) + ", "
                + Text.many(failure.path("attempts").asLong(), "attempt") + " in "
                + Text.seconds(failure.path("duration")) + ", id " + Text.of(failure.path("id")));
        failure.path("decisions")
                .forEach(one -> lines.add("    " + Text.of(one.path("where")) + ": " + Text.of(one.path("text"))));
        return String.join(System.lineSeparator(), lines);
    }
}
