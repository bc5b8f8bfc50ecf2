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
        assertThat(fields.indexOf(PreparedName.of(name), 0)).isEqualTo(1);
        assertThat(fields.indexOf(PreparedName.of(name), 2)).isEqualTo(-1);
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
    void isOneForAllItsCases() {
        assertThat(PreparedName.of("X-Real-Ip"))
                .isSameAs(PreparedName.of("x-REAL-ip"))
                .hasToString("x-real-ip");
        assertThat(PreparedName.of("X-Real-Ip")).isNotSameAs(PreparedName.of("X-Real-Ic"));
    }

    /** Each is asked for right after it is prepared, in fields that were asked for another one before. */
    @Test
    void isFoundInFieldsThatWereLookedAtBeforeItWasPrepared() {
        Fields fields = Fields.of("X-Late-0", "1", "X-Late-1", "2", "X-Never", "3");
        Fields copy = Fields.builder().add(fields).build();
        for (int i = 0; i < 200; i++) {
            PreparedName name = PreparedName.of("X-Late-" + i);
            assertThat(fields.indexOf(name, 0)).as(name.toString()).isEqualTo(i < 2 ? i : -1);
            assertThat(copy.indexOf(name, 0)).as(name.toString()).isEqualTo(i < 2 ? i : -1);
        }
    }

    @Test
    void goesWithALineThatIsCopied() {
        PreparedName name = PreparedName.of("Accept");
        Fields fields = Fields.of("Accept", "1", "B", "2", "accept", "3");
        assertThat(fields.contains(name)).isTrue();
        Fields without = fields.without((all, i) -> i == 0);
        assertThat(without.indexOf(name, 0)).isEqualTo(1);
        Fields changed =
                fields.toBuilder().remove("Accept").add("C", "4").add("D", "5").build();
        assertThat(changed.contains(name)).isFalse();
        assertThat(changed.toBuilder().add(fields, 2).build().indexOf(name, 0)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a_b", "a~", "a b", ":path", "\u00e4", "a^"})
    void refusesWhatItCannotCompare(String text) {
        assertThatThrownBy(() -> PreparedName.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
