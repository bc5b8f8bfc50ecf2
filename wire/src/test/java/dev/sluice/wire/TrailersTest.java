package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Fields;
import dev.sluice.core.MessageLimits;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9112 §7.1.2: {@code trailer-section = *( field-line CRLF )}. */
class TrailersTest {
    static Stream<Arguments> accepted() {
        return Stream.of(
                row("9112 §7.1.2: none", "\r\n", ""),
                row("9112 §7.1.2: one", "T: u\r\n\r\n", "T: u\n"),
                row("9112 §7.1.2: several, with duplicates", "T: u\r\nV:\r\nt: w\r\n\r\n", "T: u\nV: \nt: w\n"),
                row("9110 §5.5: obs-text", "T: \u00fc\u00ff\r\n\r\n", "T: \u00fc\u00ff\n"),
                row("9112 §5.1: white space around a value", "T: \t u \r\n\r\n", "T: u\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void accepted(String rule, String section, String trailers) {
        for (int most : new int[] {1, 2, 100}) {
            WireInput input = Wire.inParts("1\r\na\r\n0\r\n" + section + "next", most);
            WireBody body = Wire.body(Framing.CHUNKED, input);
            assertThat(body.trailers()).isEqualTo(Fields.EMPTY);
            assertThat(Wire.read(body)).isEqualTo("a");
            assertThat(body.trailers()).hasToString(trailers);
            assertThat(Wire.rest(input)).isEqualTo("next");
        }
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                row("9112 §5.2: obs-fold", "T: u\r\n v\r\n\r\n"),
                row("9112 §5.2: white space before the first", " T: u\r\n\r\n"),
                row("9112 §5: no colon", "T\r\n\r\n"),
                row("9112 §5.1: a space before the colon", "T : u\r\n\r\n"),
                row("9110 §5.1: an empty name", ": u\r\n\r\n"),
                row("9110 §5.1: a byte above 7f in a name", "\u00dc: u\r\n\r\n"),
                row("9110 §5.5: a NUL in a value", "T: u\0\r\n\r\n"),
                row("9112 §2.2: a bare LF", "T: u\nV: w\r\n\r\n"),
                row("9112 §2.2: a bare LF first", "\nT: u\r\n\r\n"),
                row("9112 §2.2: a bare LF last", "T: u\r\n\n\r\n\r\n"),
                row("9112 §2.2: a bare CR", "T: u\rV: w\r\n\r\n"),
                row("9112 §2.2: a bare CR at a line's start", "T: u\r\n\rV: w\r\n\r\n"),
                row("9112 §2.2: two CR at a line's end", "T: u\r\r\n\r\n"),
                row("issue 3: a field more than 64", "T: u\r\n".repeat(65) + "\r\n"),
                row("issue 3: longer than 8 KiB", "T: " + "u".repeat(8200) + "\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String rule, String section) {
        for (int most : new int[] {1, 2, 100}) {
            WireBody body = Wire.body(Framing.CHUNKED, Wire.inParts("1\r\na\r\n0\r\n" + section, most));
            assertThatThrownBy(() -> Wire.read(body)).hasMessageContaining("malformed: ");
            assertThat(body.trailers()).isEqualTo(Fields.EMPTY);
        }
    }

    @Test
    void anEndlessSectionIsRefusedAtTheLimitWithoutItsEnd() {
        WireBody body = Wire.chunked("0\r\n" + "T: u\r\n".repeat(2000));
        assertThatThrownBy(() -> Wire.read(body)).hasMessageContaining("too long");
    }

    @Test
    void aSectionOfTheLimitPassesAndOneByteMoreDoesNot() {
        MessageLimits limits = new MessageLimits(64, 64, 9, 20);
        String exact = "T: " + "u".repeat(13) + "\r\n\r\n";
        assertThat(exact).hasSize(20);
        assertThat(Wire.read(body("0\r\n" + exact, limits))).isEmpty();
        assertThatThrownBy(() -> Wire.read(body("0\r\nT" + exact, limits))).hasMessageContaining("too long");
    }

    private static WireBody body(String raw, MessageLimits limits) {
        return WireBody.of(Framing.CHUNKED, Wire.whole(raw), limits, Wire.FAULTS, () -> {});
    }

    private static Arguments row(Object... columns) {
        return Arguments.of(columns);
    }
}
