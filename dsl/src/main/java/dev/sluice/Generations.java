package dev.sluice;

import dev.sluice.core.MistakesException;
import dev.sluice.model.Environment;
import dev.sluice.model.Generation;
import dev.sluice.model.Model;

/** Makes models run, and tells what cannot be had as mistakes of the program. */
final class Generations {
    private Generations() {}

    static Generation of(Model model, Environment environment) {
        try {
            return Generation.of(model, environment);
        } catch (MistakesException cannotBeHad) {
            throw new ProgramException(cannotBeHad.mistakes());
        }
    }
}
