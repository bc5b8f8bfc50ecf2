package dev.sluice.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubstitutionTest {
    private static Substitution of(String regex, String replacement) {
        return Substitution.of(Regex.of(regex), replacement);
    }

    @ParameterizedTest
    @CsvSource({
        "b, X, abc, aXc",
        "b, X, bb, Xb",
        "b(.), <$1>, abcd, a<c>d",
        "b(.), <$0$1>, abcd, a<bcc>d",
        "(a)(b), $2$1, ab, ba",
        "(a), $10, ab, a0b",
        "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j), $10, abcdefghij, j",
        "(?<first>a)b, ${first}!, abc, a!c",
        "(?P<first>a)b, ${first}!, abc, a!c",
        "(a)|(b), <$1$2>, b, <b>",
        "a, '\\$1\\\\', a, '$1\\'",
    })
    void replacesTheFirstMatch(String regex, String replacement, String text, String expected) {
        assertThat(of(regex, replacement).apply(text)).contains(expected);
    }

    @Test
    void isEmptyWithoutAMatch() {
        assertThat(of("^b", "X").apply("ab")).isEmpty();
    }

    @Test
    void readsNothingOfATextAsAReplacement() {
        assertThat(of("^a(.*)$", "b$1").apply("a$0${x}\\")).contains("b$0${x}\\");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "a ~ x$1 ~ there is no group 1 ~ 2",
                "(a) ~ x$2 ~ there is no group 2 ~ 2",
                "(a) ~ x${y} ~ there is no group 'y' ~ 2",
                "(?<y>a) ~ x${y ~ a } must end the name of the group ~ 2",
                "a ~ x$ ~ a number or {name} of a group must follow the $ ~ 2",
                "a ~ x$y ~ a number or {name} of a group must follow the $ ~ 2",
                "a ~ x\\ ~ a character must follow the backslash ~ 2",
            })
    void namesAGroupThatThereIsNot(String regex, String replacement, String problem, int position) {
        assertThatThrownBy(() -> of(regex, replacement))
                .isInstanceOfSatisfying(
                        ExpressionException.class,
                        wrong -> assertThat(wrong.position()).isEqualTo(position))
                .hasMessageStartingWith(problem);
    }

    @Test
    void isComparedByItsTexts() {
        assertThat(of("(a)", "$1")).isEqualTo(of("(a)", "$1")).hasSameHashCodeAs(of("(a)", "$1"));
        assertThat(of("(a)", "$1")).isNotEqualTo(of("(a)", "$0")).hasToString("(a) -> $1");
    }
}
