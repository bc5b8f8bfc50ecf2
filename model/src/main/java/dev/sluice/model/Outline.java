package dev.sluice.model;

import dev.sluice.model.option.OpaqueValueException;
import dev.sluice.model.option.OptionSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The things of a model that can be compared with those of another, by their paths. */
final class Outline {
    private final Map<String, Thing> things = new LinkedHashMap<>();

    private Outline() {}

    /**
     * A route, or a part of one.
     *
     * @param value compared with that of another model
     * @param text how it is written
     */
    record Thing(Object value, String text) {
        /** What is different, a line each. */
        List<String> unlike(Thing was) {
            if (value instanceof Part<?> now && was.value instanceof Part<?> before && sameType(now, before)) {
                List<String> options = options(now, before);
                return options.isEmpty() ? List.of(was.text + " -> " + text) : options;
            }
            return List.of(was.text + " -> " + text);
        }

        private static boolean sameType(Part<?> one, Part<?> other) {
            return one.type().name().equals(other.type().name())
                    && one.options().getClass() == other.options().getClass();
        }

        private static <O> List<String> options(Part<O> now, Part<?> before) {
            List<String> lines = new ArrayList<>();
            @SuppressWarnings("unchecked") // of one class, as was looked at
            O was = (O) before.options();
            for (OptionSpec<O, ?> option : now.type().options()) {
                line(option, was, now.options()).ifPresent(lines::add);
            }
            return lines;
        }

        private static <O, T> Optional<String> line(OptionSpec<O, T> option, O was, O now) {
            T before = option.get().apply(was);
            T after = option.get().apply(now);
            return before.equals(after)
                    ? Optional.empty()
                    : Optional.of(option.key() + ": " + shown(option, was) + " -> " + shown(option, now));
        }

        private static <O> Object shown(OptionSpec<O, ?> option, O options) {
            try {
                return option.write(options);
            } catch (OpaqueValueException code) {
                return "code";
            }
        }
    }

    static Map<String, Thing> of(Model model) {
        Outline outline = new Outline();
        outline.add(model.root(), "");
        model.located()
                .forEach(located -> outline.things.put(
                        located.path(), new Thing(located.part(), located.part().describe())));
        model.listeners()
                .forEach((name, listener) ->
                        outline.things.put("listener " + name, new Thing(listener, listener.describe())));
        model.settings().forEach((name, setting) -> outline.things.put(name, new Thing(setting, setting.describe())));
        return outline.things;
    }

    private void add(Node node, String prefix) {
        Chained chained = Chained.of(node);
        if (chained.steps().size() > 1) {
            String order =
                    chained.steps().stream().map(step -> step.type().name()).collect(Collectors.joining(", "));
            things.put(prefix + "order", new Thing(order, order));
        }
        if (chained.last() instanceof Routes routes) {
            if (prefix.isEmpty()) {
                things.put(
                        "ambiguousTargets",
                        new Thing(routes.ambiguous(), routes.ambiguous().toString()));
            }
            for (Route route : routes.routes()) {
                String text = route.when() + (route.priority() == 0 ? "" : " priority " + route.priority());
                things.put(prefix + route.id(), new Thing(text, text));
                add(route.then(), prefix + route.id() + "/");
            }
            routes.otherwise().ifPresent(rest -> add(rest, prefix + "otherwise/"));
        }
    }
}
