package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.MessageLimits;
import dev.sluice.core.RequestHead;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadReaderTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\nX-Raw: \u00fc\t\u00ff\r\n\r\n";

    @Test
    void splitAtEveryByteAHeadIsTheSame() {
        RequestHead whole = Wire.request(GET);
        for (int at = 0; at <= GET.length(); at++) {
            WireInput input = Wire.splitAt(GET + "rest", at);
            assertThat(Wire.request(input)).as("split at %d", at).contains(whole);
            assertThat(Wire.rest(input)).isEqualTo("rest");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 4095, 4096, 4097})
    void inPartsOfAnySizeALargeHeadIsTheSame(int most) {
        String raw = "GET / HTTP/1.1\r\n" + field("A", 5000) + field("B", 9000) + field("C", 10_000) + "\r\n";
        WireInput input = Wire.inParts(raw + "rest", most);
        assertThat(Wire.request(input)).contains(Wire.request(raw));
        assertThat(Wire.rest(input)).isEqualTo("rest");
    }

    @Test
    void aLineFeedIsFoundWhereverItIsAndNothingElseIsTakenForOne() { // several bytes are looked at at once
        String similar = "\u008a\t*J\u00ff\u00f5\u0080";
        for (int before = 1; before <= 40; before++) {
            String raw = "GET /" + "a".repeat(before) + " HTTP/1.1\r\nX: " + similar.repeat(before) + "\r\n\r\n";
            assertThat(Wire.request(raw).fields().value(0)).isEqualTo(similar.repeat(before));
            for (int at = before; at < before + 9; at++) {
                String bare = new StringBuilder(raw).insert(at, '\n').toString();
                assertThatThrownBy(() -> Wire.request(bare))
                        .as("%d of %d", at, before)
                        .hasMessageContaining("line feed");
            }
        }
    }

    @Test
    void pipelinedHeadsAreReadInTurn() { // RFC 9112 §9.3.2
        WireInput input = Wire.inParts(GET + "GET /b HTTP/1.1\r\n\r\n" + GET, 11);
        assertThat(Wire.request(input).orElseThrow().target()).isEqualTo("/a");
        assertThat(Wire.request(input).orElseThrow().target()).isEqualTo("/b");
        assertThat(Wire.request(input)).contains(Wire.request(GET));
        assertThat(Wire.request(input)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 2047, 2048, 2049, 4000, 4096, 8192, 20_000})
    void aHeadThatBeginsLateInTheBufferMovesToItsStart(int before) {
        String first = "GET /1 HTTP/1.1\r\n" + field("A", Math.min(before, 4000)) + "\r\n";
        String second = "GET /2 HTTP/1.1\r\n" + field("B", before) + "\r\n";
        WireInput input = Wire.inParts(first + second + GET, 4096);
        assertThat(Wire.request(input)).contains(Wire.request(first));
        assertThat(Wire.request(input)).contains(Wire.request(second));
        assertThat(Wire.request(input)).contains(Wire.request(GET));
    }

    @Test
    void fieldsOfAnEarlierHeadOutliveTheBuffer() {
        WireInput input = Wire.inParts(GET + "POST /bbbbbbbbbbb HTTP/1.1\r\nYyyy: zzzzzzzzz\r\n\r\n", 7);
        RequestHead first = Wire.request(input).orElseThrow();
        Wire.request(input);
        assertThat(first).isEqualTo(Wire.request(GET));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aFewEmptyLinesBeforeARequestAreIgnored(int count) { // RFC 9112 §2.2: SHOULD ignore at least one
        assertThat(Wire.request("\r\n".repeat(count) + GET)).isEqualTo(Wire.request(GET));
        assertThat(Wire.request(Wire.inParts("\r\n".repeat(count) + GET, 1))).contains(Wire.request(GET));
    }

    @Test
    void endlessEmptyLinesAreRefused() {
        assertThat(refusal("\r\n".repeat(5) + GET, MessageLimits.DEFAULT)).isEqualTo(400);
    }

    @Test
    void brokenEmptyLinesAreRefused() { // RFC 9112 §2.2
        assertThat(refusal("\n" + GET, MessageLimits.DEFAULT)).isEqualTo(400);
        assertThat(refusal("\r" + GET, MessageLimits.DEFAULT)).isEqualTo(400);
        assertThat(refusal("\r\r\n" + GET, MessageLimits.DEFAULT)).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r\n\r\n", "\r"})
    void aClientThatEndsBetweenRequestsSaysNothing(String raw) { // RFC 9112 §9.5
        assertThat(Wire.request(Wire.whole(raw))).isEmpty();
        assertThat(Wire.request(Wire.inParts(raw, 1))).isEmpty();
    }

    @Test
    void aClientThatEndsWithinAHeadBrokeIt() { // RFC 9112 §8
        for (int at = 1; at < GET.length(); at++) {
            assertThat(refusal(GET.substring(0, at), MessageLimits.DEFAULT))
                    .as("ends at %d", at)
                    .isEqualTo(400);
        }
    }

    @Test
    void aBareLineFeedIsRefusedBeforeTheRestOfTheHeadArrives() {
        WireInput input = new WireInput(new OneReadOnly("GET / HTTP/1.1\n"));
        assertThatThrownBy(() -> Wire.request(input))
                .isInstanceOf(MalformedException.class)
                .hasMessage("a line feed without a carriage return");
    }

    @Test
    void aFailureOfTheConnectionPasses() {
        IOException reset = new IOException("reset");
        WireInput input = new WireInput((buffer, offset, length) -> {
            throw reset;
        });
        assertThatThrownBy(() -> new HeadReader(input, MessageLimits.DEFAULT).readRequest())
                .isSameAs(reset);
    }

    @Test
    void aLineOfTheLimitPassesAndOneByteMoreIs414() { // RFC 9110 §15.5.15
        MessageLimits limits = new MessageLimits(100, 1000, 10, 0);
        String line = "GET /" + "a".repeat(100 - 16) + " HTTP/1.1\r\n";
        assertThat(line).hasSize(100);
        assertSplitsAgree(line + "Host: a\r\n\r\n", limits, 200);
        assertSplitsAgree("X" + line + "Host: a\r\n\r\n", limits, 414);
        assertSplitsAgree("GET /" + "a".repeat(2000), limits, 414);
    }

    @Test
    void aHeadOfTheLimitPassesAndOneByteMoreIs431() { // RFC 6585 §5
        MessageLimits limits = new MessageLimits(64, 200, 10, 0);
        String exact = "GET / HTTP/1.1\r\n" + field("A", 200 - 16 - 5 - 2) + "\r\n";
        assertThat(exact).hasSize(200);
        assertSplitsAgree(exact, limits, 200);
        assertSplitsAgree(exact.replace("A: ", "A: v"), limits, 431);
        assertSplitsAgree(exact.replace("A: ", "A: vv"), limits, 431);
    }

    @Test
    void aHeadFarBeyondTheLimitIs431() { // RFC 6585 §5
        MessageLimits limits = new MessageLimits(100, 200, 10, 0);
        assertSplitsAgree("GET / HTTP/1.1\r\n" + field("A", 300) + "\r\n", limits, 431);
        assertSplitsAgree("GET / HTTP/1.1\r\nA: " + "a".repeat(5000), limits, 431);
    }

    @Test
    void aFieldMoreThanTheLimitIs431() { // RFC 6585 §5
        MessageLimits limits = new MessageLimits(100, 1000, 3, 0);
        assertSplitsAgree("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(3) + "\r\n", limits, 200);
        assertSplitsAgree("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(4) + "\r\n", limits, 431);
    }

    @Test
    void theDefaultsHoldAtTheirEdges() {
        String fields = IntStream.range(0, 199).mapToObj(i -> "A: b\r\n").reduce("", String::concat);
        String start = "GET / HTTP/1.1\r\n" + fields;
        String exact = start + field("Z", 32 * 1024 - start.length() - 2 - 5) + "\r\n";
        assertThat(exact).hasSize(32 * 1024);
        assertThat(Wire.request(exact).fields().size()).isEqualTo(200);
        assertThat(refusal(exact.replace("Z: ", "Z: z"), MessageLimits.DEFAULT)).isEqualTo(431);
    }

    static void assertSplitsAgree(String raw, MessageLimits limits, int status) {
        List.of(1, 2, 3, 64, 99, 100, 101, raw.length())
                .forEach(most -> assertThat(status(Wire.inParts(raw, most), limits))
                        .as("in parts of %d", most)
                        .isEqualTo(status));
    }

    private static int refusal(String raw, MessageLimits limits) {
        return status(Wire.whole(raw), limits);
    }

    private static int status(WireInput input, MessageLimits limits) {
        MalformedException refusal =
                catchThrowableOfType(MalformedException.class, () -> new HeadReader(input, limits).readRequest());
        return refusal == null ? 200 : refusal.status().code();
    }

    static String field(String name, int valueLength) {
        return name + ": " + "v".repeat(valueLength) + "\r\n";
    }

    /** Gives one text and fails if it is asked for more: what a peer that waits would look like. */
    private static final class OneReadOnly implements WireInput.Source {
        private final byte[] bytes;
        private boolean read;

        OneReadOnly(String text) {
            bytes = Wire.bytes(text);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (read) {
                throw new AssertionError("would have waited for more");
            }
            read = true;
            System.arraycopy(bytes, 0, buffer, offset, bytes.length);
            return bytes.length;
        }
    }
}
