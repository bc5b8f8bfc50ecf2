package dev.sluice.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of an exchange: comes once, and everyone who asked is told. Guarded by its own lock, never while calling. */
final class End {
    private @Nullable Completion first;
    private @Nullable List<Completion> others;
    private @Nullable Outcome outcome;

    void add(Completion completion) {
        Outcome come = remember(completion);
        if (come != null) {
            completion.ended(come);
        }
    }

    private synchronized @Nullable Outcome remember(Completion completion) {
        if (outcome == null) {
            if (first == null) {
                first = completion;
            } else {
                others = others == null ? new ArrayList<>() : others;
                others.add(completion);
            }
        }
        return outcome;
    }

    void come(Outcome how) {
        Completion one;
        List<Completion> rest;
        synchronized (this) {
            if (outcome != null) {
                return;
            }
            outcome = how;
            one = first;
            rest = others;
        }
        if (one != null) {
            one.ended(how);
        }
        if (rest != null) {
            rest.forEach(completion -> completion.ended(how));
        }
    }
}
