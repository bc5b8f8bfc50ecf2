package dev.sluice.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexTest {
    @Test
    void matchesInLinearTimeWhateverTheExpressionIs() { // the JDK's matcher takes 27 minutes for this
        Regex cubic = Regex.of("^/(.*)/(.*)/(.*)/x$");
        String hostile = "/" + "a/".repeat(4 * 1024);
        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThat(cubic.isIn(hostile)).isFalse());
        Regex exponential = Regex.of("^(a+)+$");
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(exponential.isIn("a".repeat(8 * 1024) + "b")).isFalse());
    }

    @Test
    void findsAMatchAnywhereUnlessItIsAnchored() {
        assertThat(Regex.of("b+").isIn("abbc")).isTrue();
        assertThat(Regex.of("^b+").isIn("abbc")).isFalse();
        assertThat(Regex.of("B").isIn("abbc")).isFalse();
        assertThat(Regex.of("(?i)B").isIn("abbc")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"'a\n'", "'a\r\n'", "'a\u0085'", "'a\u2028'"})
    void isNotFooledByLineEnds(String text) {
        assertThat(Regex.of("^a$").isIn(text)).isFalse();
        assertThat(Regex.of("^a.+$").isIn(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "(a ~ unclosed group ~ 3",
                "a) ~ unmatched closing ')' ~ 1",
                "[a ~ unclosed character class ~ 2",
                "a** ~ dangling meta character '*' ~ 3",
                "x(?=y) ~ lookahead is not possible ~ 2",
                "x(?!y) ~ lookahead is not possible ~ 2",
                "(?<=y)x ~ lookbehind is not possible ~ 1",
                "z(?<!y)x ~ lookbehind is not possible ~ 2",
                "a(?>b) ~ an atomic group is not possible ~ 2",
                "ba++ ~ a possessive quantifier is not possible ~ 3",
                "(a)\\1 ~ a back-reference is not possible ~ 4",
                "b\\\\1(b)\\1 ~ a back-reference is not possible ~ 8",
                "(?<n>a)\\k<n> ~ a back-reference is not possible ~ 8",
                "a\\Z ~ invalid escape sequence '\\Z', which RE2 does not have ~ 2",
                "a{1001} ~ invalid repeat count '{1001}', which RE2 does not have ~ 2",
                "((a{100}){100}){10} ~ the expression repeats too much ~ 1",
            })
    void saysWhatIsWrongAndWhere(String text, String problem, int position) {
        assertThatThrownBy(() -> Regex.of(text)).isInstanceOfSatisfying(ExpressionException.class, wrong -> {
            assertThat(wrong.position()).isEqualTo(position);
            assertThat(wrong.getMessage().toLowerCase(Locale.ROOT))
                    .startsWith(problem.toLowerCase(Locale.ROOT))
                    .contains("(character " + position + ")");
        });
    }

    @Test
    void saysWhyAnExpressionOfTheJdkIsRefused() {
        assertThatThrownBy(() -> Regex.of("^/(?!admin)"))
                .hasMessage("lookahead is not possible, since expressions are matched in linear time (RE2) "
                        + "(character 3)\n  ^/(?!admin)\n    ^");
    }

    @Test
    void isComparedByItsText() {
        assertThat(Regex.of("a+")).isEqualTo(Regex.of("a+")).hasSameHashCodeAs(Regex.of("a+"));
        assertThat(Regex.of("a+")).isNotEqualTo(Regex.of("aa*")).hasToString("a+");
    }
}
