package dev.sluice;

import dev.sluice.core.Middleware;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The steps of a proxy as they are written, and the mistakes in them, which are told all at once. */
final class Program {
    private final List<Step> steps = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();

    /** Adds a step: its options are checked now, its state is made when the proxy starts. */
    <O> void step(String name, Supplier<O> options, Function<O, Middleware> make) {
        checked(name, () -> {
            O checked = options.get();
            steps.add(new Step(() -> make.apply(checked), true));
        });
    }

    /** Adds a middleware that others may use too. */
    void shared(Middleware middleware) {
        steps.add(new Step(() -> middleware, false));
    }

    /** Does something that may find a mistake of the program. */
    void checked(String name, Runnable part) {
        try {
            part.run();
        } catch (IllegalArgumentException mistake) {
            String message = String.valueOf(mistake.getMessage());
            mistakes.add(message.startsWith(name + ": ") ? message : name + ": " + message);
        }
    }

    /** Adds the steps and mistakes of another, inside these. */
    void append(Program inside) {
        steps.addAll(inside.steps);
        mistakes.addAll(inside.mistakes);
    }

    /**
     * The steps, outermost first.
     *
     * @throws ProgramException naming every mistake
     */
    List<Step> steps() {
        if (!mistakes.isEmpty()) {
            throw new ProgramException(mistakes);
        }
        return List.copyOf(steps);
    }
}
