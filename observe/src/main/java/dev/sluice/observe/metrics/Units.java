package dev.sluice.observe.metrics;

/** The words that Prometheus ends the names of metrics with. */
final class Units {
    private Units() {}

    /** The word of a unit of UCUM; empty for numbers of things. */
    static String word(String unit) {
        return switch (unit) {
            case "s" -> "seconds";
            case "By" -> "bytes";
            default -> "";
        };
    }
}
