package dev.sluice.model;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The instances of one generation, by the paths of their parts. Made by one thread. */
final class Instances implements AutoCloseable {
    private final Environment environment;
    private final Map<String, Instance> byPath = new LinkedHashMap<>();

    Instances(Environment environment) {
        this.environment = environment;
    }

    /** The middleware of a step: that of the generation before, if the step is the same, or a new one. */
    <O> Middleware step(String path, Step<O> step, Map<String, Instance> before) {
        Instance here = byPath.get(path); // of a step that shares its instance
        if (here == null) {
            here = kept(path, step, before);
        }
        if (here == null) {
            Instruments shown = environment.instruments().at(path);
            Middleware made = step.type().make(step.options(), environment.at(path, shown));
            here = new Instance(step, made, !step.type().lent(step.options()), shown);
        }
        byPath.put(path, here);
        return (Middleware) here.made();
    }

    /** The handler of a terminal: that of the generation before, if the terminal is the same, or a new one. */
    <O> Handler terminal(String path, Terminal<O> terminal, Map<String, Instance> before) {
        Instance here = kept(path, terminal, before);
        if (here == null) {
            Instruments shown = environment.instruments().at(path);
            Handler made = terminal.type().make(terminal.options(), environment.at(path, shown));
            here = new Instance(terminal, made, true, shown);
        }
        byPath.put(path, here);
        return (Handler) here.made();
    }

    private static @Nullable Instance kept(String path, Part<?> part, Map<String, Instance> before) {
        Instance known = before.get(path);
        return known != null && known.isOf(part) ? known.kept() : null;
    }

    Map<String, Instance> byPath() {
        return byPath;
    }

    /** From the last that was made to the first, each of them, also behind one that throws. */
    @Override
    public void close() {
        close(new ArrayList<>(byPath.values()));
        byPath.clear();
    }

    private static void close(List<Instance> made) {
        RuntimeException first = null;
        for (int i = made.size() - 1; i >= 0; i--) {
            try {
                made.get(i).release();
            } catch (RuntimeException bug) {
                if (first == null) {
                    first = bug;
                } else {
                    first.addSuppressed(bug);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
