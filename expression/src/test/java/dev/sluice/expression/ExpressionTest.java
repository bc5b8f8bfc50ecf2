package dev.sluice.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '\'', textBlock = """
            Degrees() == 21                          → true
            Degrees() != 21                          → false
            Degrees() < 21                           → false
            Degrees() <= 21                          → true
            Degrees() > -40                          → true
            Degrees() >= 22                          → false
            20 < Degrees()                           → true
            22 <= Degrees()                          → false
            DegreesAbove(20) == 1                    → true
            Humidity() > 0.4                         → true
            Humidity() < 1                           → true
            Humidity() >= 5e-1                       → true
            Quantile(50) == 50                       → true
            Sky() == "clear"                         → true
            Sky() == `clear`                         → true
            "grey" != Sky()                          → true
            SkyIs("clear")                           → true
            !Raining()                               → true
            !!Raining()                              → false
            !(Degrees() < 3)                         → true
            Raining() || Degrees() > 20              → true
            Raining() && Degrees() > 20              → false
            Raining() && Raining() || Degrees() > 20 → true
            Raining() && (Raining() || Degrees()>20) → false
            """)
    void meansWhatItSays(String text, boolean answer) {
        assertThat(Weather.parse(text).test(Weather.FINE)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '\'', textBlock = """
            ((Raining( )))                     → Raining()
            3 > Degrees()                      → Degrees() < 3
            !!Raining()                        → Raining()
            Raining()&&(Raining()&&Raining())  → Raining() && Raining() && Raining()
            (Raining()&&Raining())||Raining()  → Raining() && Raining() || Raining()
            !( Raining() )                     → !Raining()
            !(Degrees() < 3)                   → !(Degrees() < 3)
            Humidity() < 1                     → Humidity() < 1.0
            Sky() == `a\\"b`                   → Sky() == "a\\\\\\"b"
            """)
    void printsItsNormalForm(String text, String normal) {
        assertThat(Weather.parse(text)).hasToString(normal);
        assertThat(Weather.parse(normal)).isEqualTo(Weather.parse(text)).hasSameHashCodeAs(Weather.parse(text));
    }

    @Test
    void typedFormIsTheSameValueAsItsText() {
        Expression<Weather> typed = Weather.WORDS
                .flag("Raining")
                .not()
                .and(Weather.WORDS
                        .integer("DegreesAbove", 20)
                        .atLeast(1)
                        .or(Weather.WORDS.text("Sky").equalTo("clear")))
                .and(Weather.WORDS.real("Quantile", 50).notEqualTo(7));
        assertThat(typed)
                .isEqualTo(Weather.parse(
                        "!Raining() && (DegreesAbove(20) >= 1 || Sky() == \"clear\") && Quantile(50.0) != 7.0"));
    }

    @Test
    void nanIsUnequalToEverythingAndComparesWithNothing() {
        Weather unknown = new Weather(false, 0, Double.NaN, "");
        FloatTerm<Weather> humidity = Weather.WORDS.real("Humidity");
        assertThat(humidity.lessThan(1).test(unknown)).isFalse();
        assertThat(humidity.greaterThan(1).test(unknown)).isFalse();
        assertThat(humidity.equalTo(1).test(unknown)).isFalse();
        assertThat(humidity.notEqualTo(1).test(unknown)).isTrue();
    }

    @Test
    void stopsAsSoonAsTheAnswerIsKnown() {
        Vocabulary<String> words = Vocabulary.<String>builder()
                .flag("Yes", subject -> true)
                .flag("Bomb", subject -> {
                    throw new AssertionError("asked");
                })
                .build();
        assertThat(Expression.parse("Yes() || Bomb()", words).test("")).isTrue();
        assertThat(Expression.parse("!Yes() && Bomb()", words).test("")).isFalse();
    }

    @Test
    void programOfThePackageCommentCompiles() {
        Vocabulary<Weather> words = Vocabulary.<Weather>builder()
                .text("Sky", Weather::sky)
                .integer("Degrees", Weather::degrees)
                .build();
        Expression<Weather> typed =
                words.text("Sky").equalTo("clear").and(words.integer("Degrees").lessThan(30));
        Expression<Weather> same = Expression.parse("Sky() == \"clear\" && Degrees() < 30", words);
        assertThat(typed).isEqualTo(same);
        assertThat(same.test(Weather.FINE)).isTrue();
    }
}
