package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.TransferException;
import dev.sluice.testkit.TrackedBody;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireOutputTransferTest {
    private final RecordingSink sink = new RecordingSink();
    private final BufferPool pool = new BufferPool();
    private final WireOutput output = new WireOutput(sink, pool);

    private void transferAll(Body body, boolean chunked) throws IOException {
        for (int count = output.transfer(body, chunked); count >= 0; count = output.transfer(body, chunked)) {
            assertThat(count).isPositive();
        }
        if (chunked) {
            output.lastChunk(body.trailers());
        }
        output.flush();
    }

    private static String content(int length) {
        StringBuilder text = new StringBuilder(length);
        IntStream.range(0, length).forEach(i -> text.append((char) ('a' + i % 26)));
        return text.toString();
    }

    @ParameterizedTest(name = "9112 §7.1: {0} bytes are a chunk of size {1}")
    @CsvSource({
        "1, 1",
        "9, 9",
        "10, a",
        "15, f",
        "16, 10",
        "255, ff",
        "256, 100",
        "4095, fff",
        "4096, 1000",
        "16000, 3e80"
    })
    void sizesAreTheShortestHex(int length, String size) throws IOException {
        transferAll(Body.of(content(length)), true);
        assertThat(sink.all()).isEqualTo(size + "\r\n" + content(length) + "\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 15, 16, 4095, 4096, 32_758, 32_759, 32_760, 32_767, 32_768, 32_769, 98_000, 294_912, 600_000})
    void bodiesOfAnyLengthArriveWhole(int length) throws IOException {
        transferAll(Body.of(content(length)), true);
        WireBody chunked = Wire.chunked(sink.all());
        assertThat(Wire.read(chunked)).isEqualTo(content(length));
        assertThat(chunked.finished()).isTrue();
        sink.writes().clear();
        transferAll(Body.of(content(length)), false);
        assertThat(sink.all()).isEqualTo(content(length));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyThatFillsItsBufferGoesOnInLargerWrites(boolean chunked) throws IOException {
        transferAll(Body.of(content(600_000)), chunked);
        assertThat(writtenSizes()).startsWith(BufferPool.SIZE, BufferPool.LARGE, BufferPool.LARGE);
        output.release();
        transferAll(Body.of(content(600)), chunked);
        List<byte[]> all = IntStream.range(0, 16)
                .mapToObj(i -> pool.enlarge(new byte[BufferPool.SIZE]))
                .toList();
        assertThat(all)
                .as("given back, and the next message begins small")
                .allMatch(lent -> lent.length == BufferPool.LARGE);
    }

    @Test
    void aBodyGoesOnAsItBeganWhileAllLargerBuffersAreInUse() throws IOException {
        IntStream.range(0, 16).forEach(i -> pool.enlarge(new byte[BufferPool.SIZE]));
        transferAll(Body.of(content(100_000)), false);
        assertThat(writtenSizes()).containsExactly(BufferPool.SIZE, BufferPool.SIZE, BufferPool.SIZE, 1_696);
    }

    private List<Integer> writtenSizes() {
        return sink.writes().stream().map(String::length).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bodiesThatGiveAByteAtATimeArriveWhole(boolean chunked) throws IOException {
        String content = content(40_000);
        transferAll(new Trickle(content, Fields.EMPTY), chunked);
        assertThat(chunked ? Wire.read(Wire.chunked(sink.all())) : sink.all()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16_383, 16_384, 16_385, 32_767, 32_768})
    void transfersBehindWhateverIsBuffered(int before) throws IOException {
        output.bytes(Wire.bytes("b".repeat(before)), 0, before);
        transferAll(Body.of(content(50_000)), true);
        assertThat(sink.all()).startsWith("b".repeat(before));
        assertThat(Wire.read(Wire.chunked(sink.all().substring(before)))).isEqualTo(content(50_000));
    }

    @Test
    void sendsTrailersBehindTheLastChunk() throws IOException { // RFC 9112 §7.1.2
        transferAll(new Trickle("ab", Fields.of("T", "u", "t", "\u00fc")), true);
        assertThat(sink.all()).isEqualTo("1\r\na\r\n1\r\nb\r\n0\r\nT: u\r\nt: \u00fc\r\n\r\n");
    }

    @Test
    void sendsTrailersThatAreLargerThanTheBuffer() throws IOException {
        Fields trailers = Fields.of("T", "u".repeat(40_000));
        output.lastChunk(trailers);
        output.flush();
        WireInput input = Wire.whole(sink.all());
        MessageLimits limits = new MessageLimits(64, 64, 9, 50_000);
        WireBody body = WireBody.of(Framing.CHUNKED, input, limits, Wire.FAULTS, () -> {});
        assertThat(Wire.read(body)).isEmpty();
        assertThat(body.trailers()).isEqualTo(trailers);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyThatBreaksLeavesWhatItGaveAndNoEnd(boolean chunked) {
        Body broken = TrackedBody.breaking("abcdef", 4, new Failure.NoUpstream("cut"));
        assertThatThrownBy(() -> transferAll(broken, chunked)).isInstanceOf(TransferException.class);
        assertThat(sink.writes()).isEmpty();
        assertThat(flushed()).isEqualTo(chunked ? "4\r\nabcd\r\n" : "abcd");
    }

    private String flushed() {
        try {
            output.flush();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return sink.all();
    }

    /** One byte a read, and trailers. */
    private static final class Trickle implements Body {
        private final byte[] bytes;
        private final Fields trailers;
        private int position;

        Trickle(String text, Fields trailers) {
            this.bytes = Wire.bytes(text);
            this.trailers = trailers;
        }

        @Override
        public long length() {
            return UNKNOWN;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (position == bytes.length) {
                return -1;
            }
            buffer[offset] = bytes[position++];
            return 1;
        }

        @Override
        public Fields trailers() {
            return trailers;
        }
    }
}
