package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.Fields;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9112 §5: {@code field-line = field-name ":" OWS field-value OWS}. */
class FieldLineTest {
    private static final String LINE = "GET / HTTP/1.1\r\n";

    static Stream<Arguments> accepted() {
        return Stream.of(
                row("9112 §5.1: white space around a value is no part of it", "A: \t b c\t \r\n", "A: b c\n"),
                row("9112 §5.1: no white space at all", "A:b\r\n", "A: b\n"),
                row("9110 §5.5: an empty value", "A:\r\n", "A: \n"),
                row("9110 §5.5: a value of white space alone", "A: \t \r\n", "A: \n"),
                row("9110 §5.6.2: every tchar in a name", "!#$%&'*+-.^_`|~09azAZ: 1\r\n", "!#$%&'*+-.^_`|~09azAZ: 1\n"),
                row("9110 §5.5: a colon in a value", "A: b: c:\r\n", "A: b: c:\n"),
                row("9110 §5.5: a tab within a value", "A: b\tc\r\n", "A: b\tc\n"),
                row("9110 §5.5: obs-text", "A: \u0080\u00fc\u00ff\r\n", "A: \u0080\u00fc\u00ff\n"),
                row("9110 §5.5: no-break space is no white space", "A: \u00a0b\u00a0\r\n", "A: \u00a0b\u00a0\n"),
                row("9110 §5.3: duplicates in order", "A: 1\r\nB: 2\r\na: 3\r\n", "A: 1\nB: 2\na: 3\n"),
                row("9112 §2.1: no fields", "", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void accepted(String rule, String lines, String fields) {
        assertThat(Wire.request(LINE + lines + "\r\n").fields()).hasToString(fields);
        assertThat(Wire.response("HTTP/1.1 200 OK\r\n" + lines + "\r\n").fields())
                .hasToString(fields);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                row("9112 §5.2: obs-fold by a space", "A: b\r\n c\r\n"),
                row("9112 §5.2: obs-fold by a tab", "A: b\r\n\tc\r\n"),
                row("9112 §5.2: obs-fold without content", "A: b\r\n \r\n"),
                row("9112 §2.2: white space before the first field", " A: b\r\n"),
                row("9112 §5: no colon", "A\r\n"),
                row("9112 §5: no colon, but a value", "A b\r\n"),
                row("9110 §5.1: an empty name", ": b\r\n"),
                row("9110 §5.1: a name in quotes", "\"A\": b\r\n"),
                row("9110 §5.1: a NUL in a name", "A\0: b\r\n"),
                row("9110 §5.1: a byte above 7f in a name", "\u00c4: b\r\n"),
                row("9110 §5.1: brackets in a name", "A[]: b\r\n"),
                row("9110 §5.5: a NUL in a value", "A: b\0c\r\n"),
                row("9110 §5.5: DEL in a value", "A: b\u007f\r\n"),
                row("9110 §5.5: an escape in a value", "A: \u001b[31m\r\n"),
                row("9110 §5.5: a vertical tab in a value", "A: b\u000bc\r\n"),
                row("9112 §2.2: a bare CR in a value", "A: b\rX: c\r\n"),
                row("9112 §2.2: two CR at a line's end", "A: b\r\r\n"),
                row("9112 §2.2: a bare CR in a name", "A\rB: c\r\n"),
                row("9112 §2.2: a bare CR at a line's start", "A: b\r\n\rC: d\r\n"),
                row("9112 §2.2: a bare LF", "A: b\nC: d\r\n"),
                row("9112 §2.2: a bare LF for the empty line", "A: b\r\n\nC: d\r\n"),
                row("9112 §2.2: LF CR for CR LF", "A: b\n\rC: d\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String rule, String lines) {
        MalformedException refusal =
                catchThrowableOfType(MalformedException.class, () -> Wire.request(LINE + lines + "\r\n"));
        assertThat(refusal.status().code()).isEqualTo(400);
        assertThat(catchThrowableOfType(
                        MalformedException.class, () -> Wire.response("HTTP/1.1 200 OK\r\n" + lines + "\r\n")))
                .isNotNull();
    }

    @Test
    void aRequestWithASpaceBeforeAColonIsRefused() { // RFC 9112 §5.1: MUST reject with 400
        for (String line : new String[] {"A : b", "A\t: b", "Content-Length : 3", "Transfer-Encoding : chunked"}) {
            MalformedException refusal =
                    catchThrowableOfType(MalformedException.class, () -> Wire.request(LINE + line + "\r\n\r\n"));
            assertThat(refusal.status().code()).isEqualTo(400);
        }
    }

    @Test
    void aResponseLosesTheSpaceBeforeAColon() { // RFC 9112 §5.1: a proxy MUST remove it
        Fields fields =
                Wire.response("HTTP/1.1 200 OK\r\nA \t : b\r\nB: c\r\n\r\n").fields();
        assertThat(fields).isEqualTo(Fields.of("A", "b", "B", "c"));
    }

    @Test
    void everyControlButTheTabIsRefusedInAValue() { // RFC 9110 §5.5
        for (char control = 0; control < ' '; control++) {
            String raw = LINE + "A: b" + control + "c\r\n\r\n";
            if (control == '\t') {
                assertThat(Wire.request(raw).fields().value(0)).isEqualTo("b\tc");
            } else {
                assertThat(catchThrowableOfType(MalformedException.class, () -> Wire.request(raw)))
                        .as("control %d", (int) control)
                        .isNotNull();
            }
        }
    }

    private static Arguments row(Object... columns) {
        return Arguments.of(columns);
    }
}
