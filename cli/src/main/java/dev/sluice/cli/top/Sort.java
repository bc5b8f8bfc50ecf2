package dev.sluice.cli.top;

import java.util.Comparator;
import java.util.function.Function;

/** What routes, pools and members are sorted by; the word is that of the admin API. */
enum Sort {
    RATE("rate"),
    ERRORS("errors"),
    P99("p99"),
    IN_FLIGHT("inFlight"),
    NAME("name");

    private final String word;

    Sort(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    Sort next() {
        return switch (this) {
            case RATE -> ERRORS;
            case ERRORS -> P99;
            case P99 -> IN_FLIGHT;
            case IN_FLIGHT -> NAME;
            case NAME -> RATE;
        };
    }

    /** The greatest first, and what is equal by its name. */
    <T> Comparator<T> of(Function<T, Figures> figures, Function<T, String> name) {
        return this == NAME
                ? Comparator.comparing(name)
                : Comparator.comparingDouble((T one) -> -figure(figures.apply(one)))
                        .thenComparing(name);
    }

    private double figure(Figures figures) {
        return switch (this) {
            case RATE -> figures.rate();
            case ERRORS -> figures.errorRate();
            case P99 -> figures.p99();
            case IN_FLIGHT -> figures.inFlight();
            case NAME -> 0;
        };
    }
}
