package dev.sluice.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Table;
import dev.sluice.cli.line.Task;
import dev.sluice.cli.line.Values;
import dev.sluice.config.ModelFiles;
import dev.sluice.core.options.MistakesException;
import java.nio.file.Path;
import java.util.List;

/** What concerns the model as a whole. */
final class ModelVerbs {
    private static final String YAML = "application/yaml";

    private ModelVerbs() {}

    private static Verb ofFiles(String name, String more, String description) {
        return new Verb(name, name + " FILE..." + more, description)
                .operands(
                        "FILE",
                        1,
                        Integer.MAX_VALUE,
                        "The gateway as YAML; of several files the later win. References are resolved by the gateway.");
    }

    /** The files as one text: the gateway resolves what they refer to, where it runs. */
    private static String text(Call call) {
        try {
            return ModelFiles.text(call.operands().stream().map(Path::of).toList());
        } catch (MistakesException wrong) {
            throw new AdminException(0, wrong.mistakes());
        }
    }

    static Task plan() {
        return ofFiles("plan", "", "Says what files would change. Nothing changes.")
                .examples("sluice ctl plan gateway.yaml")
                .does(call -> call.print(Ask.post("plan").body(YAML, text(call)), ModelVerbs::changes));
    }

    static Task apply() {
        Verb verb = ofFiles("apply", " [--if-version N]", "Makes the gateway run what files say.");
        Option<Integer> version = verb.options()
                .value(
                        "--if-version",
                        "N",
                        Values::integer,
                        "Only if this version still runs. Default: the one that runs now.");
        return verb.examples("sluice ctl apply gateway.yaml", "sluice ctl apply gateway.yaml --if-version 7")
                .does(call -> {
                    String text = text(call);
                    String etag = version.isSet() ? "\"" + version.value() + "\"" : etag(call);
                    call.print(
                            Ask.post("apply").field("If-Match", etag).body(YAML, text),
                            answer -> "version " + Text.of(answer.path("version")) + System.lineSeparator()
                                    + changes(answer));
                });
    }

    static Task rollback() {
        return new Verb("rollback", "rollback", "Makes the version of before run again.")
                .examples("sluice ctl rollback")
                .does(call -> call.print(
                        Ask.post("rollback").field("If-Match", etag(call)),
                        answer -> "version " + Text.of(answer.path("version")) + System.lineSeparator()
                                + changes(answer)));
    }

    private static String etag(Call call) {
        return call.client().send(Ask.get("gateway")).json().path("etag").asText();
    }

    private static String changes(JsonNode answer) {
        String text = Text.visibleLines(answer.path("text").asText().stripTrailing());
        return text.isEmpty() ? "no changes" : text;
    }

    static Task history() {
        return new Verb("history", "history", "Lists the versions that have run, the newest first.")
                .examples("sluice ctl history")
                .does(call -> call.print(Ask.get("history"), answer -> {
                    Table table = new Table("VERSION", "SINCE", "CHANGES");
                    for (JsonNode version : answer.path("items")) {
                        List<String> lines =
                                version.path("text").asText().lines().toList();
                        String first = lines.isEmpty() ? Text.NONE : Text.visible(lines.getFirst());
                        table.row(
                                Text.of(version.path("version")),
                                Text.of(version.path("at")),
                                lines.size() < 2 ? first : first + " … and " + Text.many(lines.size() - 1, "line"));
                    }
                    return table;
                }));
    }

    static Task show() {
        return new Verb("show", "show [VERSION]", "Prints the model that runs, or one that has run, as YAML.")
                .operands("VERSION", 0, 1, "A number of sluice ctl history. Default: what runs now.")
                .examples("sluice ctl show > gateway.yaml", "sluice ctl show 6")
                .does(call -> {
                    boolean past = !call.operands().isEmpty();
                    Ask ask = past ? Ask.get("history", call.operand(0)) : Ask.get("model");
                    String type = call.json() && !past ? "application/json" : YAML;
                    call.say(
                            call.client().send(ask.field("Accept", type)).text().stripTrailing());
                });
    }

    static Task explain() {
        Verb verb = new Verb(
                "explain",
                "explain [METHOD] URL [-H FIELD]",
                "Says which route a request would take, why not the others, and what it would meet.");
        verb.operands("[METHOD] URL", 1, 2, "The request. Default of METHOD: GET.");
        Option<List<String>> fields =
                verb.options().values("-H", "FIELD", text -> text, "A field of it, such as 'A: b'. May be repeated.");
        return verb.examples("sluice ctl explain POST https://api.example.com/orders -H 'X-Beta: 1'")
                .does(call -> {
                    ObjectNode body = Call.object()
                            .put("method", call.operands().size() == 2 ? call.operand(0) : "GET")
                            .put("url", call.operands().getLast());
                    ArrayNode lines = body.putArray("headers");
                    fields.or(List.of()).forEach(lines::add);
                    call.print(
                            Ask.post("explain").json(body),
                            answer -> Text.visibleLines(
                                    answer.path("text").asText().stripTrailing()));
                });
    }
}
