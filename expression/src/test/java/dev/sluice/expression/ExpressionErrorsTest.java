package dev.sluice.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionErrorsTest {
    @Test
    void showsTheTextWithACaretUnderTheCharacter() {
        assertThatThrownBy(() -> Weather.parse("Degrees() < \"3\""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        expected an int, found "3" (character 13)
                          Degrees() < "3"
                                      ^""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '\'', textBlock = """
            ''                          → 1  → expected a function
            Degrees()                   → 10 → expected a comparison (== != < <= > >=), found the end
            Degrees() <                 → 12 → expected a literal to compare Degrees() with, found the end
            Degrees() < Degrees()       → 13 → expected a literal to compare Degrees() with, found Degrees
            Degrees() < 2.5             → 13 → expected an int, found 2.5
            Humidity() < "a"            → 14 → expected a float, found "a"
            Sky() < "a"                 → 9  → expected == or != for the string Sky()
            Raining() == 1              → 11 → expected &&, || or the end, found ==
            1 == Raining()              → 1  → expected a number or string to compare, Raining() is a bool
            1 == 1                      → 6  → expected a function
            Raining() &&                → 13 → found the end
            (Raining()                  → 11 → expected ), found the end
            Raining())                  → 10 → expected &&, || or the end, found )
            !Degrees() < 3              → 2  → put a comparison in parentheses
            Raining() & Raining()       → 11 → unexpected character &; operators are && || !
            Raining() = Raining()       → 11 → unexpected character =
            Snowing()                   → 1  → unknown function Snowing; known are Raining(), Degrees(), DegreesAbove(int)
            DegreesAbove() < 1          → 1  → too few arguments: DegreesAbove(int)
            DegreesAbove(1, 2) < 1      → 17 → too many arguments: DegreesAbove(int)
            DegreesAbove(1.5) < 1       → 14 → expected an int, found 1.5
            DegreesAbove(Degrees()) < 1 → 14 → expected a literal, found Degrees
            DegreesAbove(1 2) < 1       → 16 → expected , or ), found 2
            Quantile(101) < 1.0         → 1  → quantile must be 0..100, is 101.0
            Degrees() < 9223372036854775808 → 13 → expected an int of 64 bits
            Humidity() < 1e999          → 14 → expected a finite float
            Sky() == "a                 → 10 → this string does not end
            Sky() == `a                 → 10 → this string does not end
            Sky() == "\\q"              → 11 → expected an escape
            Sky() == "\\u12"            → 11 → expected an escape
            """)
    void saysWhereAndWhatWasExpected(String text, int position, String problem) {
        ExpressionException error = catchThrowableOfType(ExpressionException.class, () -> Weather.parse(text));
        assertThat(error).hasMessageContaining(problem);
        assertThat(error.position()).isEqualTo(position);
        assertThat(error.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "!", "!("})
    void boundsNesting(String opening) {
        assertThatThrownBy(() -> Weather.parse(opening.repeat(2000)))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("expected at most 64 levels");
    }

    @Test
    void boundsLength() {
        assertThatThrownBy(() -> Weather.parse(" ".repeat(Expression.MAX_LENGTH + 1)))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("expected at most 4096 characters, found 4097");
    }

    @Test
    void keepsTheCaretInPlaceWhenATextHasSeveralLines() {
        assertThatThrownBy(() -> Weather.parse("Raining()\n  && Snowing()")).hasMessage("""
                        unknown function Snowing; known are %s (character 16)
                          Raining()   && Snowing()
                                         ^""", Weather.WORDS);
    }

    @Test
    void typedFormChecksNamesKindsAndArguments() {
        assertThatThrownBy(() -> Weather.WORDS.flag("Snowing")).hasMessageContaining("unknown function Snowing");
        assertThatThrownBy(() -> Weather.WORDS.real("Degrees")).hasMessage("function Degrees does not give a float");
        assertThatThrownBy(() -> Weather.WORDS.integer("DegreesAbove", 1.5)).hasMessage("expected an int, found 1.5");
        assertThatThrownBy(() -> Weather.WORDS.real("Humidity").lessThan(Double.NaN))
                .hasMessage("expected a finite float, found NaN");
    }

    @Test
    void vocabularyRefusesWhatCouldNotBeCalled() {
        Vocabulary.Builder<String> words = Vocabulary.<String>builder().flag("A", subject -> true);
        assertThatThrownBy(() -> words.flag("A", subject -> true)).hasMessage("function A is declared twice");
        assertThatThrownBy(() -> words.flag("a-b", subject -> true)).hasMessageContaining("'a-b'");
        assertThatThrownBy(() -> words.flag("B", List.of(Type.BOOLEAN), arguments -> subject -> true))
                .hasMessageContaining("must not take a bool");
    }
}
