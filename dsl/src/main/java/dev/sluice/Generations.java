package dev.sluice;

import dev.sluice.core.MistakesException;
import dev.sluice.model.Generation;
import java.util.function.Supplier;

/** Makes models run, and tells what is wrong as mistakes of the program. */
final class Generations {
    private Generations() {}

    static Generation made(Supplier<Generation> generation) {
        return told(generation);
    }

    static <T> T told(Supplier<T> part) {
        try {
            return part.get();
        } catch (MistakesException mistakes) {
            throw new ProgramException(mistakes.mistakes());
        }
    }
}
