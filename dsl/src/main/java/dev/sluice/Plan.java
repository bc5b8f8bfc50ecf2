package dev.sluice;

import dev.sluice.model.Difference;
import dev.sluice.model.Model;

/**
 * What would change if another model ran: made by {@code plan(...)}, done by {@code apply(plan)}. Printed it says what
 * comes, goes and changes, and what keeps its state. Immutable.
 *
 * @param version of the model that it is a change of
 * @param model what would run
 * @param difference to what runs
 */
public record Plan(int version, Model model, Difference difference) {
    @Override
    public String toString() {
        return "plan for version " + version + "\n" + difference;
    }
}
