package dev.sluice.expression;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the tests of the language talk about: one function of each kind. */
record Weather(boolean raining, long degrees, double humidity, String sky) {
    static final Weather FINE = new Weather(false, 21, 0.5, "clear");

    static final Vocabulary<Weather> WORDS = Vocabulary.<Weather>builder()
            .flag("Raining", Weather::raining)
            .integer("Degrees", Weather::degrees)
            .integer(
                    "DegreesAbove", List.of(Type.INT), arguments -> weather -> weather.degrees() - arguments.integer(0))
            .real("Humidity", Weather::humidity)
            .real("Quantile", List.of(Type.FLOAT), arguments -> quantile(arguments.real(0)))
            .text("Sky", Weather::sky)
            .flag(
                    "SkyIs",
                    List.of(Type.STRING),
                    arguments -> weather -> weather.sky().equals(arguments.text(0)))
            .build();

    private static ToDoubleFunction<Weather> quantile(double percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("quantile must be 0..100, is " + percent);
        }
        return weather -> percent;
    }

    static Expression<Weather> parse(String text) {
        return Expression.parse(text, WORDS);
    }
}
