package dev.sluice;

import dev.sluice.core.options.MistakesException;
import dev.sluice.model.Generation;
import dev.sluice.model.Model;
import java.util.function.Supplier;

/** Reads models and makes them run, and tells what is wrong as mistakes of the program. */
final class Generations {
    private Generations() {}

    static Generation made(Supplier<Generation> generation) {
        return told(generation);
    }

    static Model read(Supplier<Model> model) {
        return told(model);
    }

    static <T> T told(Supplier<T> part) {
        try {
            return part.get();
        } catch (MistakesException mistakes) {
            throw new ProgramException(mistakes.mistakes());
        }
    }
}
