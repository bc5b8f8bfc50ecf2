package dev.sluice.core;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of an exchange. It comes once, and every registered {@link Completion} is told of it, also when one of them
 * throws. Thread-safe: one lock guards its state, which is not held while a completion runs.
 */
final class End {
    private final Body body;
    private @Nullable Request request;
    private @Nullable Completion first;
    private @Nullable List<Completion> others;
    private @Nullable Outcome outcome;

    /** The end of an exchange whose response has this body, or had it first. */
    End(Body body) {
        this.body = body;
    }

    /** What followed that body. */
    Fields trailers() {
        return body.trailers();
    }

    /** The request that is answered; the first one stands, which is the innermost gate's. */
    synchronized void of(Request asked) {
        request = request == null ? asked : request;
    }

    /** The outcome, with the request if one is known. */
    synchronized Outcome told(Outcome how) {
        return request == null ? how : how.of(request);
    }

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
                others = others == null ? new ArrayList<>(2) : others;
                others.add(completion);
            }
        }
        return outcome;
    }

    synchronized boolean hasCome() {
        return outcome != null;
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
        try {
            if (one != null) {
                one.ended(how);
            }
        } finally {
            if (rest != null) {
                tell(rest.iterator(), how);
            }
        }
    }

    private static void tell(Iterator<Completion> completions, Outcome how) {
        if (completions.hasNext()) {
            try {
                completions.next().ended(how);
            } finally {
                tell(completions, how);
            }
        }
    }
}
