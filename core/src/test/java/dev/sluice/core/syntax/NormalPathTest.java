package dev.sluice.core.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalPathTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/ /",
                "* *",
                "/a/b?x=%61 /a/b",
                "/%61%7e%2D%5f%2E/b /a~-_./b",
                "/a%3a%c3%a9 /a%3A%C3%A9",
                "/a%2fb /a%2Fb",
                "/A/a /A/a",
                "//a///b// /a/b/",
                "/a;x=1/b;y /a/b",
                "/;x/a /a",
                "/a%3bx /a%3Bx",
                "/\u00e9 /%E9",
                "/\u20ac /%E2%82%AC",
                "/% /%25",
                "/%%341 /%2541",
                "/%4 /%254",
                "/a/../b /a/../b",
            })
    void isTheFormInWhichPathsAreCompared(String target, String normal) {
        assertThat(NormalPath.of(target)).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a/b", "/a/b/", "/%2F%25", "*", "", "/a!$&'()*+,=:@"})
    void isTheSameStringIfItIsNormalAlready(String target) {
        assertThat(NormalPath.of(target)).isSameAs(target);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/a/../b segment",
                "/a/%2e%2E/b segment",
                "/. segment",
                "/..;x/a segment",
                "/a%2Fb slash",
                "/a%2fb slash",
                "/a\\b backslash",
                "/a%5Cb backslash",
                "/a%00 control",
                "/a%0d%0a control",
                "/a%7f control",
                "/% '%'",
                "/%4 '%'",
                "/%zz '%'",
                "/a%u002f '%'",
                "/a%252e double",
                "/a%252Fb double",
                "/a%255c double",
                "/a%2500 double",
                "/a%25252525%32%65 double",
                "/a%25%32%66 double",
                "/a#b '#'",
                "/a?x#b '#'",
            })
    void namesWhatARouterAndAnUpstreamMayReadDifferently(String target, String word) {
        assertThat(NormalPath.ambiguity(target)).get().asString().contains(word);
        assertThat(NormalPath.isAmbiguous(target)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "*",
                "",
                "/a//b",
                "/a;x=1/b",
                "/100%25",
                "/100%25/x",
                "/%2541",
                "/%25%25",
                "/%25%2",
                "/a%20b?x=%2F%5C\\..%",
                "/a/...",
                "/.well-known/x",
            })
    void findsNothingInOrdinaryTargets(String target) {
        if (target.endsWith("%2")) {
            assertThat(NormalPath.ambiguity(target)).contains("a '%' without two hex digits");
        } else {
            assertThat(NormalPath.ambiguity(target)).isEmpty();
        }
    }

    @Property
    void isItsOwnNormalForm(@ForAll("targets") String target) {
        String normal = NormalPath.of(target);
        assertThat(NormalPath.of(normal)).isSameAs(normal);
        assertThat(normal).doesNotContain("//", ";", "?");
        assertThat(normal.chars()).allMatch(c -> c < 0x80);
    }

    @Property
    void neverThrows(@ForAll String anything) {
        assertThat(NormalPath.of(NormalPath.of(anything))).isEqualTo(NormalPath.of(anything));
        assertThat(NormalPath.isAmbiguous(anything))
                .isEqualTo(NormalPath.ambiguity(anything).isPresent());
    }

    @Property
    void anAmbiguityIsThereInEveryEquivalentSpelling(@ForAll("targets") String target) {
        if (!NormalPath.isAmbiguous(target)) {
            assertThat(NormalPath.isAmbiguous(NormalPath.of(target))).isFalse();
        }
    }

    @Provide
    Arbitrary<String> targets() {
        return Arbitraries.of(
                        "/", "a", "B", ".", "%", "2", "5", "e", "F", ";", "%2e", "%2F", "%25", "%c3", "\u00e9", "?",
                        "=", "\\", "%00", "\u20ac")
                .list()
                .ofMaxSize(14)
                .map(parts -> "/" + String.join("", parts));
    }
}
