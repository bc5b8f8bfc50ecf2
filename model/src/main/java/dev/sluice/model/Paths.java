package dev.sluice.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names the parts of a chain by where they stand: {@code orders/rateLimit#1}. Not thread-safe. */
final class Paths {
    private final String prefix;
    private final Map<String, Integer> numbers = new HashMap<>();

    private Paths(String prefix) {
        this.prefix = prefix;
    }

    static Paths root() {
        return new Paths("");
    }

    static Paths pool(String name) {
        return new Paths("pool " + name + "/");
    }

    Paths inside(Route route) {
        return new Paths(prefix + route.id() + "/");
    }

    Paths otherwise() {
        return new Paths(prefix + "otherwise/");
    }

    /** The steps of a chain, with their paths. */
    List<Located> located(List<Step<?>> steps) {
        List<Located> located = new ArrayList<>();
        steps.forEach(step -> located.add(new Located(of(step), step)));
        return located;
    }

    /** The terminal of a chain, with its path. */
    Located located(Terminal<?> end) {
        return new Located(of(end), end);
    }

    /** A step that shares its instance has the path of that, wherever it stands. */
    private String of(Step<?> step) {
        return step.shared().map(name -> "shared " + name).orElseGet(() -> {
            String name = step.type().name();
            return prefix + name + "#" + numbers.merge(name, 1, Integer::sum);
        });
    }

    private String of(Terminal<?> terminal) {
        return prefix + terminal.type().name();
    }

    String of(Spec<?> spec) {
        return prefix + spec.type().name();
    }
}
