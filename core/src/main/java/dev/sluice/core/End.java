package dev.sluice.core;

import org.jspecify.annotations.Nullable;

/**
 * The end of an exchange. It comes once, and every registered {@link Completion} is told of it, also when one of them
 * throws. Thread-safe: one lock guards its state, which is not held while a completion runs.
 */
final class End {
    private final Body body;
    private @Nullable Request request;
    private @Nullable Awaiting first;
    private @Nullable Awaiting last;
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
            Awaiting added = new Awaiting(completion);
            if (last == null) {
                first = added;
            } else {
                last.next = added;
            }
            last = added;
        }
        return outcome;
    }

    synchronized boolean hasCome() {
        return outcome != null;
    }

    void come(Outcome how) {
        Awaiting all;
        synchronized (this) {
            if (outcome != null) {
                return;
            }
            outcome = how;
            all = first;
        }
        tell(all, how);
    }

    private static void tell(@Nullable Awaiting some, Outcome how) {
        if (some != null) {
            try {
                some.completion.ended(how);
            } finally {
                tell(some.next, how);
            }
        }
    }

    /** One who is told, and who is told after it: most exchanges have few, so that a list would take more. */
    private static final class Awaiting {
        private final Completion completion;
        private @Nullable Awaiting next;

        Awaiting(Completion completion) {
            this.completion = completion;
        }
    }
}
