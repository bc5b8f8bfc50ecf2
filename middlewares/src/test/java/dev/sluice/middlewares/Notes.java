package dev.sluice.middlewares;

import dev.sluice.core.Request;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal that keeps every decision. */
public final class Notes implements Journal {
    private final List<Decision> decisions = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public boolean isRead() {
        return true;
    }

    @Override
    public void note(Optional<Request> request, Decision decision) {
        decisions.add(decision);
        lines.add(request.map(Request::target).orElse("-") + " " + decision);
    }

    /** In the order in which they were noted. */
    public List<Decision> decisions() {
        return decisions;
    }

    /** The same as texts, each behind the target of the request that it concerns, or {@code -}. */
    public List<String> lines() {
        return lines;
    }
}
