package dev.sluice;

import dev.sluice.core.time.Ticker;
import dev.sluice.model.Difference;
import dev.sluice.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What has run of a program, and how often it was changed; counted in its gauges. Thread-safe. */
final class History {
    /** How many versions are remembered. */
    static final int REMEMBERED = 20;

    private final Ticker ticker;
    private final List<Applied> versions = new ArrayList<>();
    private final LongAdder applied = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder rolledBack = new LongAdder();
    private volatile List<String> mistakes = List.of();

    History(Ticker ticker, Gauges gauges) {
        this.ticker = ticker;
        gauges.gauge("gateway.applied", applied::sum);
        gauges.gauge("gateway.refused", refused::sum);
        gauges.gauge("gateway.rolledBack", rolledBack::sum);
    }

    /** A version runs from now on, so that nothing is wrong with the last change any more. */
    synchronized Applied add(int version, Model model, Difference difference) {
        mistakes = List.of();
        Applied added = new Applied(version, ticker.now(), model, difference);
        versions.addFirst(added);
        if (versions.size() > REMEMBERED) {
            versions.removeLast();
        }
        return added;
    }

    /** Counts a version that somebody has asked for. */
    void applied() {
        applied.increment();
    }

    /** Counts one that ran before and runs again. */
    void rolledBack() {
        rolledBack.increment();
    }

    /** Counts a change that could not be made, and keeps what was wrong with it. */
    void refused(RuntimeException wrong) {
        refused.increment();
        mistakes = wrong instanceof ProgramException several
                ? several.mistakes()
                : List.of(String.valueOf(wrong.getMessage()));
    }

    /** What was wrong with the last change, if it could not be made. */
    List<String> mistakes() {
        return mistakes;
    }

    /** The versions, the newest first. */
    synchronized List<Applied> versions() {
        return List.copyOf(versions);
    }

    /**
     * The version before that which runs.
     *
     * @throws IllegalStateException if there is none
     */
    synchronized Applied before() {
        if (versions.size() < 2) {
            throw new IllegalStateException(
                    "there is no version before " + versions.getFirst().version());
        }
        return versions.get(1);
    }
}
