package dev.sluice.operate;

import dev.sluice.observe.meters.Metric;

/** How Prometheus spells a metric: its unit, and {@code _total} for what only grows, at the end. */
final class PrometheusNames {
    private PrometheusNames() {}

    static String of(Metric metric) {
        String spelt = metric.name().replace('.', '_');
        String unit = switch (metric.unit()) {
            case "s" -> "_seconds";
            case "By" -> "_bytes";
            default -> "";
        };
        String named = spelt.endsWith(unit) ? spelt : spelt + unit;
        return metric.kind() == Metric.Kind.COUNTER ? named + "_total" : named;
    }
}
