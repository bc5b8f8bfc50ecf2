package dev.sluice.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Table;
import dev.sluice.cli.line.Task;

/** What concerns circuit breakers and limits. */
final class GuardVerbs {
    private static final String BREAKERS = "breakers";
    private static final String LIMITS = "limits";
    private static final String RESET = "reset";

    private GuardVerbs() {}

    static Task breakers() {
        return new Verb(BREAKERS, BREAKERS, "Lists the circuit breakers and their states.")
                .then(RESET, GuardVerbs::resetBreaker)
                .examples("sluice ctl breakers", "sluice ctl breakers reset orders/circuitBreaker#1")
                .does(call -> call.print(Ask.get(BREAKERS), answer -> {
                    Table table = new Table("BREAKER", "MEMBER", "STATE", "SINCE", "LASTS");
                    for (JsonNode breaker : answer.path("items")) {
                        table.row(
                                Text.of(breaker.path("path")),
                                Text.of(breaker.path("member")),
                                Text.of(breaker.path("state")),
                                Text.of(breaker.path("since")),
                                Text.seconds(breaker.path("lasts")));
                    }
                    return table;
                }));
    }

    private static Task resetBreaker() {
        Verb verb = new Verb(RESET, "breakers reset PATH [--member URL]", "Lets a breaker pass everything again.");
        verb.operands("PATH", 1, 1, "A breaker as sluice ctl breakers names it.");
        Option<String> member =
                verb.options().value("--member", "URL", text -> text, "That of one member. Default: of all of them.");
        return verb.examples("sluice ctl breakers reset orders/circuitBreaker#1")
                .does(call -> reset(call, BREAKERS, "member", member));
    }

    static Task limits() {
        return new Verb(LIMITS, LIMITS, "Lists the limits and how much they hold.")
                .then(RESET, GuardVerbs::resetLimit)
                .examples("sluice ctl limits", "sluice ctl limits reset rateLimit#1 --key 203.0.113.9")
                .does(call -> call.print(Ask.get(LIMITS), answer -> {
                    Table table = new Table("LIMIT", "IS", "KEYS", "WAITING");
                    for (JsonNode limit : answer.path("items")) {
                        table.row(
                                Text.of(limit.path("path")),
                                Text.of(limit.path("describe")),
                                Text.of(limit.path("keys")),
                                Text.of(limit.path("waiting")));
                    }
                    return table;
                }));
    }

    private static Task resetLimit() {
        Verb verb = new Verb(RESET, "limits reset PATH [--key KEY]", "Lets a limit forget what it has counted.");
        verb.operands("PATH", 1, 1, "A limit as sluice ctl limits names it.");
        Option<String> key = verb.options().value("--key", "KEY", text -> text, "Of one key. Default: of all of them.");
        return verb.examples("sluice ctl limits reset rateLimit#1 --key 203.0.113.9")
                .does(call -> reset(call, LIMITS, "key", key));
    }

    private static void reset(Call call, String what, String part, Option<String> named) {
        ObjectNode body = Call.object().put("path", call.operand(0));
        named.ifSet(name -> body.put(part, name));
        String answer =
                call.client().send(Ask.post(what, RESET).json(body)).text().stripTrailing();
        if (!call.json()) {
            call.say("reset " + call.operand(0));
        } else if (!answer.isEmpty()) {
            call.say(answer);
        }
    }
}
