package dev.sluice.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Table;
import dev.sluice.cli.line.Task;
import dev.sluice.cli.line.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What concerns pools and their members. */
final class PoolVerbs {
    private static final String POOLS = "pools";
    private static final String MEMBER = "POOL URL";
    private static final String SAYS = "A pool, and the URL of a member of it.";

    private PoolVerbs() {}

    static Task pools() {
        return new Verb(POOLS, POOLS, "Lists the pools.")
                .examples("sluice ctl pools")
                .does(call -> call.print(Ask.get(POOLS), PoolVerbs::table));
    }

    private static Object table(JsonNode answer) {
        Table table = new Table("POOL", "MEMBERS", "RATE", "ERRORS", "P50", "P99", "IN FLIGHT");
        for (JsonNode pool : answer.path("items")) {
            JsonNode counters = pool.path("counters");
            table.row(
                    Text.of(pool.path("name")),
                    Text.counts(pool.path("states")),
                    Text.rate(counters.path("rate")),
                    Text.rate(counters.path("errorRate")),
                    Text.seconds(counters.path("p50")),
                    Text.seconds(counters.path("p99")),
                    Text.of(counters.path("inFlight")));
        }
        return table;
    }

    static Task members() {
        return new Verb("members", "members POOL", "Lists the members of a pool.")
                .operands("POOL", 1, 1, "A pool by its name.")
                .then("add", PoolVerbs::add)
                .then("remove", PoolVerbs::remove)
                .examples("sluice ctl members api", "sluice ctl members add api http://10.0.0.7:8080 --weight 3")
                .does(call -> call.print(Ask.get(POOLS, call.operand(0)), PoolVerbs::membersTable));
    }

    private static Object membersTable(JsonNode pool) {
        Table table = new Table("MEMBER", "STATE", "WEIGHT", "PRIORITY", "RATE", "ERRORS", "P99", "IN FLIGHT", "NOTES");
        for (JsonNode member : pool.path("members")) {
            JsonNode counters = member.path("counters");
            table.row(
                    Text.of(member.path("url")),
                    Text.of(member.path("state")),
                    weight(member),
                    Text.of(member.path("priority")),
                    Text.rate(counters.path("rate")),
                    Text.rate(counters.path("errorRate")),
                    Text.seconds(counters.path("p99")),
                    Text.of(member.path("inFlight")),
                    notes(member));
        }
        return table;
    }

    private static String weight(JsonNode member) {
        String weight = Text.of(member.path("weight"));
        String effective = Text.of(member.path("effectiveWeight"));
        return effective.equals(weight) || effective.equals(Text.NONE) ? weight : weight + " (now " + effective + ")";
    }

    private static String notes(JsonNode member) {
        List<String> notes = new ArrayList<>();
        member.path("why").forEach(vote -> notes.add(Text.of(vote)));
        JsonNode last = member.path("lastFailure");
        if (last.isObject()) {
            notes.add("last failure " + Text.of(last.path("reason")) + " at " + Text.of(last.path("at")));
        }
        if (!member.path("expires").isNull() && !member.path("expires").isMissingNode()) {
            notes.add("expires " + Text.of(member.path("expires")));
        }
        member.path("metadata")
                .properties()
                .forEach(one -> notes.add(Text.visible(one.getKey()) + "=" + Text.of(one.getValue())));
        return String.join("; ", notes);
    }

    /** What is typed of a member besides its URL. */
    private record Traits(Option<Integer> weight, Option<Integer> priority, Option<List<String>> metadata) {
        static Traits of(Verb verb) {
            return new Traits(
                    verb.options().value("--weight", "N", Values::integer, "Its share. Default: 1."),
                    verb.options()
                            .value(
                                    "--priority",
                                    "N",
                                    Values::integer,
                                    "Picked while none of a lower one is up. Default: 0."),
                    verb.options()
                            .values(
                                    "--metadata",
                                    "KEY=VALUE",
                                    PoolVerbs::pair,
                                    "What is known of it. May be repeated."));
        }

        ObjectNode body(String url, Optional<Duration> ttl) {
            ObjectNode body = Call.object().put("url", url);
            weight.ifSet(number -> body.put("weight", number));
            priority.ifSet(number -> body.put("priority", number));
            metadata.ifSet(pairs -> {
                ObjectNode known = body.putObject("metadata");
                pairs.forEach(one -> known.put(pairOf(one).getKey(), pairOf(one).getValue()));
            });
            ttl.ifPresent(time -> seconds(body, "ttl", time));
            return body;
        }
    }

    private static String pair(String text) {
        if (text.indexOf('=') < 1) {
            throw new IllegalArgumentException("'" + text + "' is not KEY=VALUE such as zone=a");
        }
        return text;
    }

    private static Map.Entry<String, String> pairOf(String text) {
        int equals = text.indexOf('=');
        return Map.entry(text.substring(0, equals), text.substring(equals + 1));
    }

    private static Task add() {
        Verb verb = new Verb("add", "members add POOL URL", "Adds a member to a pool, or changes one that it has.");
        verb.operands(MEMBER, 2, 2, SAYS);
        Traits traits = Traits.of(verb);
        Option<Duration> ttl = verb.options()
                .value("--ttl", "TIME", Values::duration, "Leaves after that, unless it is added again. 1s to 24h.");
        Option<Boolean> stay = verb.options().flag("--stay", "Stays for good, also if it has registered itself.");
        return verb.examples("sluice ctl members add api http://10.0.0.7:8080 --weight 3 --metadata zone=a")
                .does(call -> {
                    if (ttl.isSet() && stay.isSet()) {
                        throw new IllegalArgumentException("--ttl and --stay exclude each other");
                    }
                    ObjectNode body = traits.body(call.operand(1), Optional.ofNullable(ttl.value()));
                    stay.ifSet(yes -> body.putNull("ttl"));
                    Answer answer = call.client()
                            .send(Ask.of("PUT", POOLS, call.operand(0), "members")
                                    .json(body));
                    String what = answer.status() == 201 ? "added " : "changed ";
                    call.print(answer, member -> what + told(member));
                });
    }

    private static Task remove() {
        return new Verb("remove", "members remove POOL URL", "Removes a member from a pool.")
                .operands(MEMBER, 2, 2, SAYS)
                .examples("sluice ctl members remove api http://10.0.0.7:8080")
                .does(call -> {
                    call.client().send(removal(call.operand(0), call.operand(1)));
                    if (!call.json()) {
                        call.say("removed " + call.operand(1));
                    }
                });
    }

    private static Ask removal(String pool, String url) {
        return Ask.of("DELETE", POOLS, pool, "members").with("url", url);
    }

    static Task drain() {
        Verb verb = new Verb("drain", "drain POOL URL [--for TIME]", "Gives a member no new clients.");
        Option<Duration> time = verb.options()
                .value("--for", "TIME", Values::duration, "Removes it after that. Default: it stays, draining.");
        return changed(verb, body -> time.ifSet(duration -> seconds(body, "seconds", duration)));
    }

    static Task undrain() {
        return changed(
                new Verb("undrain", "undrain POOL URL", "Gives a draining member new clients again."), body -> {});
    }

    static Task down() {
        return changed(new Verb("down", "down POOL URL", "Takes a member out of service at once."), body -> {});
    }

    static Task up() {
        return changed(new Verb("up", "up POOL URL", "Takes back what down did."), body -> {});
    }

    /** A change of a member that is asked for by the name of the command. */
    private static Task changed(Verb verb, Consumer<ObjectNode> more) {
        String name = verb.command().name();
        return verb.operands(MEMBER, 2, 2, SAYS)
                .examples("sluice ctl " + name + " api http://10.0.0.7:8080")
                .does(call -> {
                    ObjectNode body = Call.object().put("url", call.operand(1));
                    more.accept(body);
                    call.print(Ask.post(POOLS, call.operand(0), name).json(body), PoolVerbs::told);
                });
    }

    private static String told(JsonNode member) {
        String expires = Text.of(member.path("expires"));
        return Text.of(member.path("url")) + ": " + Text.of(member.path("state"))
                + (expires.equals(Text.NONE) ? "" : ", expires " + expires);
    }

    /** The API wants whole seconds: what is none is for it to refuse. */
    private static void seconds(ObjectNode body, String name, Duration time) {
        if (time.toMillisPart() == 0) {
            body.put(name, time.toSeconds());
        } else {
            body.put(name, time.toMillis() / 1_000.0);
        }
    }

    static Task register() {
        Verb verb = new Verb(
                "register",
                "register POOL URL [--ttl TIME]",
                "Keeps a member in a pool until this command is stopped, over restarts of the gateway.");
        verb.operands(MEMBER, 2, 2, SAYS);
        Traits traits = Traits.of(verb);
        Option<Duration> ttl = verb.options()
                .value(
                        "--ttl",
                        "TIME",
                        Values::duration,
                        "The gateway forgets it after that in silence. Default: 30s.");
        return verb.examples("sluice ctl register api http://10.0.0.7:8080 --ttl 30s")
                .does(call -> {
                    Duration time = ttl.or(Duration.ofSeconds(30));
                    if (time.compareTo(Duration.ofSeconds(1)) < 0) {
                        throw new IllegalArgumentException("--ttl must be 1s at least");
                    }
                    Ask put = Ask.of("PUT", POOLS, call.operand(0), "members")
                            .json(traits.body(call.operand(1), Optional.of(time)));
                    new Registration(call.client(), put, removal(call.operand(0), call.operand(1)), time).run();
                });
    }
}
