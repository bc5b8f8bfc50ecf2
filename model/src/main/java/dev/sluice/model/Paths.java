package dev.sluice.model;

import java.util.HashMap;
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

    /** A step that shares its instance has the path of that, wherever it stands. */
    String of(Step<?> step) {
        return step.shared().map(name -> "shared " + name).orElseGet(() -> {
            String name = step.type().name();
            return prefix + name + "#" + numbers.merge(name, 1, Integer::sum);
        });
    }

    String of(Terminal<?> terminal) {
        return prefix + terminal.type().name();
    }

    String of(Spec<?> spec) {
        return prefix + spec.type().name();
    }
}
