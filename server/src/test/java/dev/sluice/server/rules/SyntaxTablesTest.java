package dev.sluice.server.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small grammars, without a server. */
class SyntaxTablesTest {
    @ParameterizedTest(name = "{0} is an authority (RFC 3986 §3.2)")
    @ValueSource(
            strings = {"a", "A.b", "a:0", "a:65535", "a:", "1.2.3.4", "[::1]", "[::1]:80", "[::ffff:1.2.3.4]", "%41"})
    void authorities(String text) {
        assertThat(Authority.isValid(text)).isTrue();
    }

    @ParameterizedTest(name = "\"{0}\" is none (RFC 3986 §3.2)")
    @ValueSource(
            strings = {
                "",
                ":80",
                "a:65536",
                "a:123456",
                "a:-1",
                "a:8o",
                "a b",
                "a/b",
                "a?b",
                "a#b",
                "a@b",
                "a\\b",
                "[::1",
                "[::1]x",
                "[::1]80",
                "[1.2.3.4]",
                "[fe80::1%25eth0]",
                "[v1.x]",
                "::1",
                "\u00e4",
                "a,b:1:2"
            })
    void noAuthorities(String text) {
        assertThat(Authority.isValid(text)).isFalse();
    }

    @ParameterizedTest(name = "routing sees {0} as {1}")
    @CsvSource(
            quoteCharacter = '\0',
            value = {
                "/a,/a",
                "/%zz,/%25zz",
                "/%4,/%254",
                "/%,/%25",
                "/%41,/%41",
                "/{a|b},/%7Ba%7Cb%7D",
                "/\u00e4,/%E4",
                "/a\\b^c`,/a%5Cb%5Ec%60",
                "/<\">,/%3C%22%3E"
            })
    void routableTargets(String target, String routable) {
        assertThat(RoutableTarget.of(target)).isEqualTo(routable);
    }

    @Test
    @DisplayName("a target that routing can take is not copied")
    void routableTargetsAreKept() {
        String target = "/a/b?c=d";
        assertThat(RoutableTarget.of(target)).isSameAs(target);
    }
}
