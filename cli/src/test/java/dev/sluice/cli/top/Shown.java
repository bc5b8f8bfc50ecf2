package dev.sluice.cli.top;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.cli.remote.Fixtures;
import java.util.ArrayList;
import java.util.List;

/** What tests show on a screen. */
final class Shown {
    static final Snapshot FIXTURE = Snapshot.of(json(Fixtures.OVERVIEW), List.of(json(Fixtures.POOL)));

    private Shown() {}

    static State fixture() {
        return State.FIRST.told(FIXTURE);
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }

    /** A gateway with so many routes, {@code r0} the busiest, each with a request a second less than the one before. */
    static State routes(int count) {
        List<Snapshot.Route> routes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            routes.add(new Snapshot.Route("r" + i, "true", "respond(200)", figures(count - i)));
        }
        return State.FIRST.told(new Snapshot("sluice", figures(1), count, routes, FIXTURE.pools(), FIXTURE.reasons()));
    }

    static Figures figures(double rate) {
        return new Figures(1, 0, rate, 0, 0.001, 0.002, 0.003);
    }

    static State typed(State state, String keys) {
        State now = state;
        for (int i = 0; i < keys.length(); i++) {
            now = now.after(new Key(Key.Kind.CHARACTER, keys.charAt(i)));
        }
        return now;
    }

    static List<String> texts(List<Line> lines) {
        return lines.stream().map(line -> line.text().stripTrailing()).toList();
    }
}
