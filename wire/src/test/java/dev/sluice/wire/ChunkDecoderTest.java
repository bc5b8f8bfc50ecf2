package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.TransferException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §7.1: {@code chunked-body = *chunk last-chunk trailer-section CRLF}. */
class ChunkDecoderTest {
    private static final String END = "0\r\n\r\n";

    static Stream<Arguments> accepted() {
        return Stream.of(
                row("9112 §7.1: a chunk", "3\r\nabc\r\n" + END, "abc"),
                row("9112 §7.1: no chunk but the last", END, ""),
                row("9112 §7.1: several chunks", "1\r\na\r\n2\r\nbc\r\n" + END, "abc"),
                row(
                        "9112 §7.1: hex digits in both cases",
                        "a\r\n0123456789\r\nB\r\nabcdefghijk\r\n" + END,
                        "0123456789abcdefghijk"),
                row("9112 §7.1: leading zeros", "0003\r\nabc\r\n000\r\n\r\n", "abc"),
                row("9112 §7.1: 15 digits", "000000000000003\r\nabc\r\n" + END, "abc"),
                row("9112 §7.1: CR and LF in the data", "6\r\n\r\n0\r\n\r\r\n" + END, "\r\n0\r\n\r"),
                row("9112 §7.1: every byte in the data", "3\r\n\0\u007f\u00ff\r\n" + END, "\0\u007f\u00ff"),
                row("9112 §7.1.1: an extension", "3;ext\r\nabc\r\n" + END, "abc"),
                row("9112 §7.1.1: an extension with a value", "3;ext=1\r\nabc\r\n0;last=2\r\n\r\n", "abc"),
                row("9112 §7.1.1: a quoted value with a semicolon", "3;ext=\"a;b\"\r\nabc\r\n" + END, "abc"),
                row("9112 §7.1.1: bad white space before the semicolon", "3 ;ext\r\nabc\r\n" + END, "abc"),
                row("9112 §7.1.1: bad white space around the semicolon", "3\t ; ext = 1\r\nabc\r\n" + END, "abc"),
                row("9112 §7.1.1: obs-text in a quoted value", "3;ext=\"\u00fc\"\r\nabc\r\n" + END, "abc"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void accepted(String rule, String raw, String content) {
        for (int most : new int[] {1, 2, 3, raw.length()}) {
            WireInput input = Wire.inParts(raw + "next", most);
            WireBody body = Wire.body(Framing.CHUNKED, input);
            assertThat(Wire.read(body)).as("in parts of %d", most).isEqualTo(content);
            assertThat(body.finished()).isTrue();
            assertThat(body.bytesRead()).isEqualTo(content.length());
            assertThat(Wire.rest(input)).isEqualTo("next");
        }
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                row("9112 §7.1: a plus", "+3\r\nabc\r\n"),
                row("9112 §7.1: a minus", "-3\r\nabc\r\n"),
                row("9112 §7.1: minus zero", "-0\r\n\r\n"),
                row("9112 §7.1: a prefix for hex", "0x3\r\nabc\r\n"),
                row("9112 §7.1: no size", "\r\nabc\r\n"),
                row("9112 §7.1: an extension without a size", ";ext\r\nabc\r\n"),
                row("9112 §7.1: a letter beyond f", "g\r\nabc\r\n"),
                row("9112 §7.1: an underscore", "1_0\r\nabc\r\n"),
                row("9112 §7.1: a comma", "3,3\r\nabc\r\n"),
                row("9112 §7.1: a superscript three", "\u00b3\r\nabc\r\n"),
                row("9112 §7.1: a space before the size", " 3\r\nabc\r\n"),
                row("9112 §7.1: 16 digits", "0000000000000003\r\nabc\r\n"),
                row("9112 §7.1: what wraps a long to 3", "10000000000000003\r\nabc\r\n"),
                row("9112 §7.1: what is negative as a long", "ffffffffffffffff\r\nabc\r\n"),
                row("9112 §7.1: a space behind the size", "3 \r\nabc\r\n"),
                row("9112 §7.1: a tab behind the size", "3\t\r\nabc\r\n"),
                row("9112 §7.1: a space behind the last size", "0 \r\n\r\n"),
                row("9112 §7.1.1: something else than an extension", "3 ext\r\nabc\r\n"),
                row("9112 §2.2: a bare LF behind the size", "3\nabc\r\n"),
                row("9112 §2.2: a bare CR behind the size", "3\rabc\r\n"),
                row("9112 §2.2: a bare LF in an extension", "3;ext\nabc\r\n"),
                row("9112 §2.2: a bare CR in an extension", "3;ext\rx\r\nabc\r\n"),
                row("9112 §7.1.1: a NUL in an extension", "3;e\0t\r\nabc\r\n"),
                row("9112 §7.1.1: DEL in an extension", "3;e\u007ft\r\nabc\r\n"),
                row("9112 §7.1.1: a line beyond 4 KiB", "3;" + "e".repeat(4100) + "\r\nabc\r\n"),
                row("9112 §7.1: data beyond the size", "3\r\nabcd\r\n"),
                row("9112 §7.1: no CR LF behind the data", "3\r\nabc" + "3\r\nabc\r\n"),
                row("9112 §2.2: a bare LF behind the data", "3\r\nabc\n" + END),
                row("9112 §2.2: a bare CR behind the data", "3\r\nabc\r" + END),
                row("9112 §7.1: data short of the size", "5\r\nabc\r\n" + END),
                row("9112 §2.2: a bare LF behind the last chunk", "0\n\n"),
                row("9112 §2.2: a bare LF for the last line", "0\r\n\n"),
                row("9112 §2.2: a bare CR for the last line", "0\r\n\rx"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String rule, String raw) {
        for (int most : new int[] {1, 2, 3, raw.length()}) {
            WireBody body = Wire.body(Framing.CHUNKED, Wire.inParts(raw + END, most));
            assertThatThrownBy(() -> Wire.read(body))
                    .as("in parts of %d", most)
                    .isInstanceOf(TransferException.class)
                    .hasMessageContaining("malformed: ");
            assertThat(body.finished()).isFalse();
        }
    }

    @Test
    void whatEndsBeforeTheLastChunkIsTruncated() { // RFC 9112 §8: incomplete without the zero-sized chunk
        String raw = "3\r\nabc\r\n4;e=f\r\ndefg\r\n0\r\nT: u\r\n\r\n";
        for (int at = 0; at < raw.length(); at++) {
            WireBody body = Wire.chunked(raw.substring(0, at));
            assertThatThrownBy(() -> Wire.read(body)).as("ends at %d", at).hasMessageContaining("truncated");
        }
    }

    @Test
    void splitAtEveryByteTheContentIsTheSame() {
        String raw = "3\r\nabc\r\n4;e=f\r\ndefg\r\n0\r\nT: u\r\n\r\n";
        for (int at = 0; at <= raw.length(); at++) {
            WireBody body = Wire.body(Framing.CHUNKED, Wire.splitAt(raw, at));
            assertThat(Wire.read(body)).as("split at %d", at).isEqualTo("abcdefg");
            assertThat(body.trailers()).hasToString("T: u\n");
        }
    }

    @Test
    void aFloodOfExtensionsIsRefused() {
        String flood = ("1;" + "e".repeat(1000) + "\r\na\r\n").repeat(20);
        assertThatThrownBy(() -> Wire.read(Wire.chunked(flood + END))).hasMessageContaining("mostly framing");
    }

    @Test
    void extensionsThatTheirDataPaysForPass() {
        String fair = ("200;" + "e".repeat(1000) + "\r\n" + "a".repeat(0x200) + "\r\n").repeat(100);
        assertThat(Wire.read(Wire.chunked(fair + END))).hasSize(100 * 0x200);
    }

    @Test
    void tinyChunksPassForEver() { // events and logs are sent like this
        assertThat(Wire.read(Wire.chunked("1\r\na\r\n".repeat(50_000) + END))).hasSize(50_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4095, 4096, 4097, 70_000})
    void aChunkLargerThanAnyBufferIsReadAsItArrives(int most) {
        String data = "x".repeat(100_000);
        WireInput input = Wire.inParts("186a0\r\n" + data + "\r\n" + END + "next", most);
        assertThat(Wire.read(Wire.body(Framing.CHUNKED, input))).isEqualTo(data);
        assertThat(Wire.rest(input)).isEqualTo("next");
    }

    @Test
    void theEndIsTakenTogetherWithTheLastDataIfItIsThere() {
        WireBody body = Wire.chunked("3\r\nabc\r\n" + END);
        assertThat(body.read(new byte[10], 0, 10)).isEqualTo(3);
        assertThat(body.finished()).isTrue();
    }

    @Test
    void chunksThatAreHereAreReadTogether() {
        WireBody body = Wire.chunked("3\r\nabc\r\n4;e=f\r\ndefg\r\n2\r\nhi\r\n" + END);
        byte[] buffer = new byte[10];
        assertThat(body.read(buffer, 0, 8)).isEqualTo(8);
        assertThat(body.read(buffer, 8, 2)).isEqualTo(1);
        assertThat(Wire.text(buffer)).startsWith("abcdefghi");
        assertThat(body.finished()).isTrue();
    }

    @Test
    void aPartDoesNotWaitForAChunkThatIsNotHereYet() {
        String here = "3\r\nabc\r\n4\r\n";
        WireBody body = Wire.body(Framing.CHUNKED, Wire.splitAt(here + "defg\r\n" + END, here.length()));
        assertThat(body.read(new byte[10], 0, 10)).isEqualTo(3);
        assertThat(body.read(new byte[10], 0, 10)).isEqualTo(4);
    }

    @Test
    void chunksInPlentyTakeFewReadsWithABufferThatGoesBack() throws IOException {
        byte[] raw = Wire.bytes(("800\r\n" + "x".repeat(0x800) + "\r\n").repeat(200) + END);
        BufferPool pool = new BufferPool();
        byte[] lent = pool.borrow();
        pool.giveBack(lent);
        List<Integer> reads = new ArrayList<>();
        int[] at = {0};
        WireInput input = new WireInput(
                (buffer, offset, length) -> {
                    int count = Math.min(length, raw.length - at[0]);
                    System.arraycopy(raw, at[0], buffer, offset, count);
                    at[0] += count;
                    reads.add(count);
                    return count;
                },
                pool);
        assertThat(Wire.read(Wire.body(Framing.CHUNKED, input))).hasSize(200 * 0x800);
        assertThat(reads).startsWith(4_096, BufferPool.SIZE, BufferPool.SIZE).hasSizeLessThan(20);
        assertThat(input.available()).isZero();
        assertThat(pool.borrow()).as("it is not kept while nothing comes").isSameAs(lent);
    }

    @Test
    void theEndIsNotTakenForWhatOnlyLooksLikeIt() {
        WireBody body = Wire.chunked("3\r\nabc\r\n0\r\nT: u\r\n\r\n");
        assertThat(body.read(new byte[10], 0, 10)).isEqualTo(3);
        assertThat(body.finished()).isFalse();
        assertThat(body.read(new byte[10], 0, 10)).isEqualTo(-1);
        assertThat(body.finished()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"'3\\r\\nabc\\r\\n',1", "'3;e=f\\r\\na',1", "'3\\r\\n',0", "'3',0", "'0\\r\\n\\r\\n',0"})
    void tellsThatTheFirstDataIsHereBeforeItIsRead(String raw, int available) throws IOException {
        WireInput input = Wire.inParts(raw.translateEscapes(), 100);
        assertThat(input.fill(1000)).isTrue();
        assertThat(Wire.body(Framing.CHUNKED, input).available()).isEqualTo(available);
    }

    private static Arguments row(Object... columns) {
        return Arguments.of(columns);
    }

    @Test
    void endlessWhiteSpaceBehindASizeIsRefused() {
        WireInput input = new WireInput(new WireInput.Source() {
            private int read;

            @Override
            public int read(byte[] buffer, int offset, int length) {
                assertThat(read).as("bytes read of one chunk line").isLessThan(100_000);
                Arrays.fill(buffer, offset, offset + length, (byte) ' ');
                buffer[offset] = read == 0 ? (byte) '3' : buffer[offset];
                read += length;
                return length;
            }
        });
        assertThatThrownBy(() -> Wire.read(Wire.body(Framing.CHUNKED, input))).hasMessageContaining("malformed: ");
    }
}
