package dev.sluice.observe.meters;

import dev.sluice.observe.Observed.Gauge;
import dev.sluice.observe.Observed.Listening;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What becomes of the numbers that steps, the program and its listeners show by themselves. */
final class Shown {
    /** Which of them have a metric of their own, by the name that a step shows them under. */
    private static final Map<String, Metric> KNOWN = Map.ofEntries(
            Map.entry("connLimit.waiting", Catalog.QUEUE),
            Map.entry("rateLimit.waiting", Catalog.QUEUE),
            Map.entry("adaptiveConcurrency.waiting", Catalog.QUEUE),
            Map.entry("connLimit.keys", Catalog.KEYS),
            Map.entry("rateLimit.keys", Catalog.KEYS),
            Map.entry("buffer.held", Catalog.BUFFERED),
            Map.entry("buffer.spilled", Catalog.SPILLS),
            Map.entry("trace.dropped", Catalog.DROPPED));

    private Shown() {}

    static List<Series> series(Gauge gauge) {
        return switch (gauge.name()) {
            case "gateway.active" -> List.of(Series.of(Catalog.ACTIVE, gauge.value()));
            case "gateway.version" -> List.of(Series.of(Catalog.VERSION, gauge.value()));
            case "gateway.applied" -> List.of(Series.of(Catalog.APPLIES, gauge.value(), "applied"));
            case "gateway.refused" -> List.of(Series.of(Catalog.APPLIES, gauge.value(), "refused"));
            case "gateway.rolledBack" -> List.of(Series.of(Catalog.APPLIES, gauge.value(), "rolled-back"));
            case "pool.members" -> List.of(); // of a discovery, which its pool tells, too
            default -> List.of(Series.of(metric(gauge.name()), gauge.value(), gauge.path()));
        };
    }

    private static Metric metric(String name) {
        Metric known = KNOWN.get(name);
        return known == null ? Metric.shown("sluice." + snake(name)) : known;
    }

    /** {@code adaptiveConcurrency.inFlight} as OpenTelemetry writes it: {@code adaptive_concurrency.in_flight}. */
    private static String snake(String name) {
        StringBuilder snake = new StringBuilder();
        name.chars().forEach(c -> {
            if (Character.isUpperCase(c)) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase((char) c));
        });
        return snake.toString().toLowerCase(Locale.ROOT);
    }

    /** All numbers by name: those of all listeners together, and those of steps with their paths. */
    static Map<String, Long> numbers(List<Gauge> gauges, List<Listening> listeners) {
        Map<String, Long> numbers = new TreeMap<>();
        listeners.forEach(listener -> listener.stats().forEach((name, value) -> numbers.merge(name, value, Long::sum)));
        gauges.forEach(gauge -> numbers.put(name(gauge), gauge.value()));
        return numbers;
    }

    /** {@code orders/connLimit.waiting}, and {@code connLimit.waiting#2} of the second one in a chain. */
    private static String name(Gauge gauge) {
        String path = gauge.path();
        int slash = path.lastIndexOf('/');
        int number = path.lastIndexOf('#');
        String which = number <= slash || path.endsWith("#1") ? "" : path.substring(number);
        return path.substring(0, slash + 1) + gauge.name() + which;
    }
}
