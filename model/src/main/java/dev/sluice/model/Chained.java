package dev.sluice.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node with all chains in a row taken together: the steps that a request meets, and what they lead to.
 *
 * @param steps outermost first
 * @param last routes or a terminal
 */
public record Chained(List<Step<?>> steps, Node last) {
    /** Keeps its own copy. */
    public Chained {
        steps = List.copyOf(steps);
    }

    /**
     * Walks the chains of a node to their end.
     *
     * @param node any
     * @return its steps, and what is behind them
     */
    public static Chained of(Node node) {
        List<Step<?>> steps = new ArrayList<>();
        Node next = node;
        while (next instanceof Chain chain) {
            steps.addAll(chain.steps());
            next = chain.then();
        }
        return new Chained(steps, next);
    }

    /**
     * The routes that the steps lead to.
     *
     * @return empty if they lead to a terminal
     */
    public Optional<Routes> routes() {
        return last instanceof Routes routes ? Optional.of(routes) : Optional.empty();
    }
}
