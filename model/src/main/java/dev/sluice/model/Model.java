package dev.sluice.model;

import dev.sluice.core.Mistakes;
import java.util.ArrayList;
import java.util.List;

/**
 * A program as data: immutable, compared by value, free of anything that runs. DSL, YAML and command line write models;
 * {@code explain()} reads them; a {@link Generation} makes one run.
 *
 * @param root what every request comes to first
 */
public record Model(Node root) {
    /**
     * All parts, in the order in which a request meets them.
     *
     * @return steps and terminals
     */
    public List<Part<?>> parts() {
        List<Part<?>> parts = new ArrayList<>();
        collect(root, parts);
        return List.copyOf(parts);
    }

    private static void collect(Node node, List<Part<?>> parts) {
        Node next = node; // no switch over its types: that takes milliseconds to link at the first call
        while (next instanceof Chain chain) {
            parts.addAll(chain.steps());
            next = chain.then();
        }
        parts.add((Terminal<?>) next);
    }

    /**
     * Tries what can only be seen by trying, for all parts; changes nothing.
     *
     * @throws IllegalArgumentException naming every mistake with its place
     */
    public void check() {
        Mistakes mistakes = new Mistakes();
        parts().forEach(part -> check(part, mistakes));
        mistakes.throwIfAny();
    }

    private static <O> void check(Part<O> part, Mistakes mistakes) {
        for (String problem : part.type().problems(part.options())) {
            mistakes.add(part.place().before(part.type().name() + ": " + problem));
        }
    }
}
