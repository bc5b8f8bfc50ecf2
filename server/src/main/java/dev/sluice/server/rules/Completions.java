package dev.sluice.server.rules;

import dev.sluice.core.Completion;
import dev.sluice.core.Outcome;
import java.util.List;

/** Tells everybody of an exchange's end: inner gates before outer ones, also behind one who throws. */
public final class Completions {
    private Completions() {}

    public static void tell(List<Completion> outermostFirst, Outcome outcome) {
        if (outermostFirst.isEmpty()) {
            return;
        }
        int last = outermostFirst.size() - 1;
        try {
            outermostFirst.get(last).ended(outcome);
        } finally {
            tell(outermostFirst.subList(0, last), outcome);
        }
    }
}
