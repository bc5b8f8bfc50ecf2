package dev.sluice.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The two forms of an expression are one, and what is printed can be parsed. */
class ExpressionPropertiesTest {
    /** An expression in both forms: written out with every parenthesis, and made of terms. */
    record Twins(String text, Expression<Weather> typed) {}

    @Property(tries = 400)
    void textAndTypedFormAgree(@ForAll("twins") Twins twins, @ForAll("weather") Weather weather) {
        Expression<Weather> parsed = Weather.parse(twins.text());
        assertThat(parsed).isEqualTo(twins.typed());
        assertThat(parsed.test(weather)).isEqualTo(twins.typed().test(weather));
    }

    @Property(tries = 400)
    void printedTextParsesToAnEqualExpression(@ForAll("twins") Twins twins, @ForAll("weather") Weather weather) {
        Expression<Weather> again = Weather.parse(twins.typed().toString());
        assertThat(again).isEqualTo(twins.typed()).hasToString(twins.typed().toString());
        assertThat(again.test(weather)).isEqualTo(twins.typed().test(weather));
    }

    @Property(tries = 1000)
    void anyTextIsAnExpressionOrAnErrorWithinIt(@ForAll("noise") String text) {
        Throwable thrown = catchThrowable(() -> Weather.parse(text));
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(ExpressionException.class);
            assertThat(((ExpressionException) thrown).position()).isBetween(1, text.length() + 1);
        }
    }

    @Provide
    Arbitrary<String> noise() {
        Arbitrary<String> words = Arbitraries.of(
                "Raining()",
                "Degrees",
                "(",
                ")",
                "!",
                "&&",
                "||",
                "<",
                "3",
                "1.5",
                "\"a\"",
                "`",
                "\\",
                " ",
                ",",
                "Sky()");
        return Arbitraries.oneOf(words, Arbitraries.strings().ofMaxLength(3))
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<Weather> weather() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.longs().between(-3, 3),
                        Arbitraries.of(0.0, 0.5, 1.0, Double.NaN),
                        Arbitraries.of("", "clear", "a\"b\\c"))
                .as(Weather::new);
    }

    @Provide
    Arbitrary<Twins> twins() {
        return Arbitraries.lazyOf(this::flags, this::whole, this::real, this::text, this::both, this::negated);
    }

    private Arbitrary<Twins> both() {
        return Combinators.combine(twins(), twins(), Arbitraries.of(true, false))
                .as((left, right, and) -> new Twins(
                        "(" + left.text() + ")" + (and ? "&&" : " || ") + "(" + right.text() + ")",
                        and ? left.typed().and(right.typed()) : left.typed().or(right.typed())));
    }

    private Arbitrary<Twins> negated() {
        return twins().map(inner ->
                new Twins("!(" + inner.text() + ")", inner.typed().not()));
    }

    private Arbitrary<Twins> flags() {
        return Arbitraries.of("", "clear", "quo\"te", "back\\slash", "new\nline", "bell\u0007")
                .map(sky -> new Twins("SkyIs(" + Quotes.quote(sky) + ")", Weather.WORDS.flag("SkyIs", sky)))
                .injectDuplicates(0.1);
    }

    private Arbitrary<Twins> whole() {
        return Combinators.combine(Arbitraries.of(Operator.values()), Arbitraries.longs())
                .as((operator, bound) ->
                        new Twins(bound + " " + operator.mirrored() + " Degrees()", typed(operator, bound)));
    }

    private static Expression<Weather> typed(Operator operator, long bound) {
        IntTerm<Weather> degrees = Weather.WORDS.integer("Degrees");
        return switch (operator) {
            case EQUAL -> degrees.equalTo(bound);
            case NOT_EQUAL -> degrees.notEqualTo(bound);
            case LESS -> degrees.lessThan(bound);
            case AT_MOST -> degrees.atMost(bound);
            case GREATER -> degrees.greaterThan(bound);
            case AT_LEAST -> degrees.atLeast(bound);
        };
    }

    private Arbitrary<Twins> real() {
        return Combinators.combine(Arbitraries.of(Operator.values()), Arbitraries.doubles())
                .as((operator, bound) -> new Twins("Humidity()" + operator + bound, typed(operator, bound)));
    }

    private static Expression<Weather> typed(Operator operator, double bound) {
        FloatTerm<Weather> humidity = Weather.WORDS.real("Humidity");
        return switch (operator) {
            case EQUAL -> humidity.equalTo(bound);
            case NOT_EQUAL -> humidity.notEqualTo(bound);
            case LESS -> humidity.lessThan(bound);
            case AT_MOST -> humidity.atMost(bound);
            case GREATER -> humidity.greaterThan(bound);
            case AT_LEAST -> humidity.atLeast(bound);
        };
    }

    private Arbitrary<Twins> text() {
        return Combinators.combine(
                        Arbitraries.of(true, false), Arbitraries.strings().ofMaxLength(5))
                .as((equal, value) -> new Twins(
                        "Sky() " + (equal ? "==" : "!=") + Quotes.quote(value),
                        equal
                                ? Weather.WORDS.text("Sky").equalTo(value)
                                : Weather.WORDS.text("Sky").notEqualTo(value)));
    }
}
