package dev.sluice.observe.admin;

import dev.sluice.core.Response;
import dev.sluice.model.Difference;
import dev.sluice.model.Model;
import dev.sluice.observe.Observed;
import dev.sluice.observe.Observed.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** The model: as it is, as it was, as it shall be. */
final class ModelOperations {
    private final Observed program;

    ModelOperations(Observed program) {
        this.program = program;
    }

    List<Operation> all() {
        return List.of(
                new Operation("GET", "/api/model", call -> written(call, program.version())),
                new Operation("POST", "/api/plan", this::plan),
                new Operation("POST", "/api/apply", this::apply),
                new Operation("POST", "/api/rollback", this::rollback),
                new Operation("GET", "/api/history", call -> history()),
                new Operation("GET", "/api/history/{version}", this::earlier));
    }

    private Response written(Call call, Version version) {
        String yaml = program.yaml(version.model());
        return Reply.tagged(
                wantsJson(call)
                        ? Reply.text("application/json", program.json(version.model()))
                        : Reply.text("application/yaml", yaml),
                version.number());
    }

    private static boolean wantsJson(Call call) {
        return switch (call.text("format")) {
            case "json" -> true;
            case "yaml" -> false;
            case "" -> call.accepted().filter(types -> types.contains("json")).isPresent();
            default -> throw AdminRefusal.malformed("format must be yaml or json, is '" + call.text("format") + "'");
        };
    }

    private Response plan(Call call) {
        int version = program.version().number();
        return Reply.json(told(version, program.plan(program.read(call.model()))));
    }

    private Response apply(Call call) {
        changeable();
        OptionalInt version = call.version();
        Model wanted = program.read(call.model());
        return changed(() -> program.apply(wanted, version), version);
    }

    private Response rollback(Call call) {
        changeable();
        OptionalInt version = call.version();
        return changed(() -> program.rollback(version), version);
    }

    private void changeable() {
        if (!program.changeable()) {
            throw AdminRefusal.conflict("a proxy has one pipeline, which does not change while it runs");
        }
    }

    /** A change of the model. */
    private interface Change {
        Version made();
    }

    private Response changed(Change change, OptionalInt expected) {
        try {
            Version made = change.made();
            Map<String, Object> told = told(made.number(), made.difference());
            told.put("at", made.at().toString());
            return Reply.tagged(Reply.json(told), made.number());
        } catch (IllegalStateException failed) {
            String why = String.valueOf(failed.getMessage());
            boolean stale = expected.isPresent()
                    && expected.getAsInt() != program.version().number();
            throw stale ? AdminRefusal.stale(why) : AdminRefusal.conflict(why);
        }
    }

    private static Map<String, Object> told(int version, Difference difference) {
        List<Map<String, Object>> changes = new ArrayList<>();
        difference.changes().forEach(change -> changes.add(told(change)));
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("version", version);
        told.put("changes", changes);
        told.put("text", difference.toString());
        return told;
    }

    @SuppressWarnings("NullAway") // null is what JSON says where there is nothing
    private static Map<String, Object> told(Difference.Change change) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("kind", change.kind().name().toLowerCase(Locale.ROOT));
        told.put("what", change.path());
        boolean gone = change.kind() == Difference.Kind.REMOVED;
        told.put("text", change.what());
        told.put("before", gone ? change.what() : null);
        told.put("after", gone ? null : change.what());
        told.put("details", change.details());
        return told;
    }

    private Response history() {
        List<Map<String, Object>> items = new ArrayList<>();
        for (Version version : program.history()) {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("version", version.number());
            told.put("at", version.at().toString());
            told.put("text", version.difference().toString());
            items.add(told);
        }
        return Reply.json(Map.of("items", items));
    }

    private Response earlier(Call call) {
        return program.history().stream()
                .filter(version -> String.valueOf(version.number()).equals(call.part()))
                .findFirst()
                .map(version -> written(call, version))
                .orElseThrow(() -> AdminRefusal.unknown("version " + call.part() + " is not remembered"));
    }
}
