package dev.sluice.observe.journal;

import dev.sluice.core.Upstream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that was decided or has happened, in words: what an entry says without where, when and about whom. No text is
 * longer than {@value #LONGEST}.
 */
record Told(String kind, boolean failed, String text, Map<String, Object> details) {
    static final String UPSTREAM = "upstream";

    private static final int LONGEST = 600;
    private static final int MOST = 20;
    private static final double NANOS = 1e9;

    static Told of(String kind, String text) {
        return new Told(kind, false, ShownText.shown(text, LONGEST), new LinkedHashMap<>());
    }

    /** The same as something that went wrong. */
    Told asFailed() {
        return new Told(kind, true, text, details);
    }

    Told with(String name, String value) {
        return value.isEmpty() ? this : put(name, ShownText.shown(value, LONGEST));
    }

    Told with(String name, long value) {
        return put(name, value);
    }

    Told with(String name, double value) {
        return put(name, value);
    }

    Told with(String name, Duration value) {
        return put(name, value.toNanos() / NANOS);
    }

    Told with(String name, List<String> values) {
        return put(
                name,
                values.stream()
                        .limit(MOST)
                        .map(value -> ShownText.shown(value, LONGEST / MOST))
                        .toList());
    }

    Told to(Upstream upstream) {
        return with(UPSTREAM, upstream.toString());
    }

    Told to(Optional<Upstream> upstream) {
        return upstream.map(this::to).orElse(this);
    }

    private Told put(String name, Object value) {
        details.put(name, value);
        return this;
    }
}
