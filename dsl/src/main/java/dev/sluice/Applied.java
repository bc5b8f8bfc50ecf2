package dev.sluice;

import dev.sluice.model.Difference;
import dev.sluice.model.Model;
import java.time.Instant;

/**
 * A model that runs or has run.
 *
 * @param version from 1
 * @param at when it began to run
 * @param model what ran
 * @param difference to the one before it
 */
public record Applied(int version, Instant at, Model model, Difference difference) {
    @Override
    public String toString() {
        return "version " + version + " since " + at + "\n" + difference;
    }
}
