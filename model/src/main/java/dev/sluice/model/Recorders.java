package dev.sluice.model;

import dev.sluice.core.Attributes;
import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Middleware;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Sees to it that recorders are told of every exchange, wherever they stand: of those that end before they come to a
 * recorder's place, too. It costs nothing where all recorders stand first.
 */
final class Recorders {
    private static final Attributes.Key<Visits> VISITS = Attributes.key("recorders", Visits.class);

    private Recorders() {}

    /** The same pipeline, with a gate more at the edge if there are recorders behind a step that may end an exchange. */
    static List<Middleware> told(List<Middleware> pipeline) {
        int first = 0;
        while (first < pipeline.size() && pipeline.get(first) instanceof ExchangeRecorder) {
            first++;
        }
        List<ExchangeRecorder> later = new ArrayList<>();
        List<Middleware> told = new ArrayList<>(pipeline.subList(0, first));
        for (Middleware middleware : pipeline.subList(first, pipeline.size())) {
            if (middleware instanceof ExchangeRecorder recorder) {
                told.add(new Visited(recorder, later.size()));
                later.add(recorder);
            } else {
                told.add(middleware);
            }
        }
        if (!later.isEmpty()) {
            told.add(first, new Edge(later));
        }
        return told;
    }

    /** Which recorders an exchange has come to. Written by the exchange's thread before its end. */
    private static final class Visits {
        private final boolean[] visited;

        Visits(int recorders) {
            visited = new boolean[recorders];
        }
    }

    /** Tells the recorders that an exchange has not come to. */
    private record Edge(List<ExchangeRecorder> later) implements ExchangeRecorder {
        @Override
        public Verdict admit(Request request) {
            Visits visits = new Visits(later.size());
            return new Verdict.Admitted(
                    Attributes.EMPTY.with(VISITS, visits), outcome -> recordUnvisited(visits, request, outcome));
        }

        private void recordUnvisited(Visits visits, Request request, Outcome outcome) {
            for (int i = 0; i < later.size(); i++) {
                if (!visits.visited[i]) {
                    later.get(i).record(request, outcome);
                }
            }
        }

        @Override
        public void record(Request request, Outcome outcome) {
            later.forEach(recorder -> recorder.record(request, outcome));
        }
    }

    /** Notes that an exchange has come to a recorder. */
    private record Visited(ExchangeRecorder recorder, int number) implements ExchangeRecorder {
        @Override
        public Verdict admit(Request request) {
            request.attributes().get(VISITS).ifPresent(visits -> visits.visited[number] = true);
            return recorder.admit(request);
        }

        /** The edge's to tell, once. */
        @Override
        public void record(Request request, Outcome outcome) {}

        @Override
        public String describe() {
            return recorder.describe();
        }
    }
}
