package dev.sluice.cli.line;

import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/** A command: its mistakes are told together with those of the command line, before it does anything. */
public interface Task {
    /** What it is, and what can be typed for it. */
    Command command();

    /** Those that follow its name, by their own; only the one that is called for is made. */
    default Map<String, Supplier<Task>> commands() {
        return Map.of();
    }

    /** What it was asked for instead, once the command line is parsed. */
    Asked asked();

    /**
     * What to do.
     *
     * @throws IllegalArgumentException if it cannot be done as it was typed
     */
    Action action() throws IOException;

    /** Something to do. */
    @FunctionalInterface
    interface Action {
        /**
         * Does it.
         *
         * @return the exit code
         */
        int run() throws IOException;
    }
}
