package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedNameTest {
    private static final String TOKEN = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    @ParameterizedTest
    @CsvSource({
        "TE, te",
        "host, HOST",
        "X-Real-Ip, x-real-ip",
        "Accept-1, aCCEPT-1",
        "Content-Length, content-LENGTH",
        "strict-transport-security, Strict-Transport-Security",
        "access-control-request-headers, Access-Control-Request-Headers"
    })
    void isFoundInAnyCase(String name, String written) {
        Fields fields = Fields.of("A", "1", written, "2", "B", "3");
        assertThat(fields.isNamed(1, PreparedName.of(name))).isTrue();
        assertThat(fields.nameHash(1)).isEqualTo(PreparedName.of(name).hash());
        assertThat(fields.isNamed(0, PreparedName.of(name))).isFalse();
        assertThat(fields.isNamed(2, PreparedName.of(name))).isFalse();
    }

    /** Each place of the name in turn with each letter of a token that it does not have there. */
    @ParameterizedTest
    @ValueSource(strings = {"TE", "Accept", "Location", "X-Real-Ip", "Content-Length", "Upgrade-Insecure-Requests"})
    void isNoOtherToken(String text) {
        PreparedName name = PreparedName.of(text);
        for (int at = 0; at < text.length(); at++) {
            for (int letter = 0; letter < TOKEN.length(); letter++) {
                String other = text.substring(0, at) + TOKEN.charAt(letter) + text.substring(at + 1);
                assertThat(Fields.of(other, "1").isNamed(0, name)).as(other).isEqualTo(other.equalsIgnoreCase(text));
            }
        }
        assertThat(Fields.of(text + "s", "1").isNamed(0, name)).isFalse();
        assertThat(Fields.of(text.substring(1), "1").isNamed(0, name)).isFalse();
    }

    @Test
    void knowsItsText() {
        assertThat(PreparedName.of("X-Real-Ip").text()).isEqualTo("X-Real-Ip");
        assertThat(PreparedName.of("X-Real-Ip")).hasToString("X-Real-Ip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a_b", "a~", "a b", ":path", "\u00e4", "a^"})
    void refusesWhatItCannotCompare(String text) {
        assertThatThrownBy(() -> PreparedName.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
