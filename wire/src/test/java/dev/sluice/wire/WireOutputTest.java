package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import io.helidon.http.Status;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireOutputTest {
    private final RecordingSink sink = new RecordingSink();
    private final BufferPool pool = new BufferPool();
    private final WireOutput output = new WireOutput(sink, pool);

    @Test
    void writesAStatusLine() throws IOException { // RFC 9112 §4: the space is sent even without a reason
        output.responseHead(Status.OK_200, Fields.of("A", "b"));
        output.responseHead(Status.create(299, ""), Fields.EMPTY);
        output.responseHead(Status.create(298, "\u00fc"), Fields.EMPTY);
        output.flush();
        assertThat(sink.all())
                .isEqualTo("HTTP/1.1 200 OK\r\nA: b\r\n\r\nHTTP/1.1 299 \r\n\r\nHTTP/1.1 298 \u00fc\r\n\r\n");
    }

    @Test
    void writesARequestLineByteForByte() throws IOException { // promise 5
        output.requestHead("PURGE", "/%41/../\u00fc\u0080?a=|", Fields.of("Host", "a", "X-Raw", "\u00ff"));
        output.flush();
        assertThat(sink.all()).isEqualTo("PURGE /%41/../\u00fc\u0080?a=| HTTP/1.1\r\nHost: a\r\nX-Raw: \u00ff\r\n\r\n");
    }

    @Test
    void writesNothingBeforeItIsFlushed() throws IOException {
        output.responseHead(Status.OK_200, Fields.EMPTY);
        assertThat(sink.writes()).isEmpty();
        output.flush();
        output.flush();
        assertThat(sink.writes()).hasSize(1);
    }

    @Test
    void sendsAHeadAndASmallBodyInOneWrite() throws IOException {
        output.responseHead(Status.OK_200, Fields.of("Content-Length", "5"));
        Body body = Body.of("hello");
        assertThat(output.transfer(body, false)).isEqualTo(5);
        assertThat(output.transfer(body, false)).isEqualTo(-1);
        output.flush();
        assertThat(sink.writes()).containsExactly("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    }

    @Test
    void sendsAHeadAndASmallChunkedBodyInOneWrite() throws IOException {
        output.responseHead(Status.OK_200, Fields.of("Transfer-Encoding", "chunked"));
        assertThat(output.transfer(Body.of("hello"), true)).isEqualTo(5);
        output.lastChunk(Fields.EMPTY);
        output.flush();
        assertThat(sink.writes())
                .containsExactly("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {32_000, 32_731, 32_732, 32_733, 32_768, 40_000, 100_000})
    void writesAHeadThatIsLargerThanTheBuffer(int valueLength) throws IOException {
        Fields fields = Fields.of("Host", "a", "X-Large", "v".repeat(valueLength));
        output.requestHead("GET", "/", fields);
        output.flush();
        assertThat(sink.all())
                .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nX-Large: " + "v".repeat(valueLength) + "\r\n\r\n");
    }

    @Test
    void writesATargetThatIsLargerThanTheBuffer() throws IOException {
        String target = "/" + "t".repeat(40_000);
        output.requestHead("GET", target, Fields.EMPTY);
        output.flush();
        assertThat(sink.all()).isEqualTo("GET " + target + " HTTP/1.1\r\n\r\n");
    }

    @Test
    void keepsTheOrderOfSmallAndLargeBytes() throws IOException {
        byte[] large = Wire.bytes("L".repeat(BufferPool.SIZE + 1));
        output.bytes(Wire.bytes("xxab"), 2, 2);
        output.bytes(large, 0, large.length);
        output.bytes(Wire.bytes("cd"), 0, 2);
        output.flush();
        assertThat(sink.writes()).containsExactly("ab", Wire.text(large), "cd");
    }

    @Test
    void dropsWhatWasNotFlushedWhenItIsReleased() throws IOException {
        output.responseHead(Status.OK_200, Fields.EMPTY);
        output.release();
        output.release();
        output.flush();
        assertThat(sink.writes()).isEmpty();
        output.responseHead(Status.GONE_410, Fields.EMPTY);
        output.flush();
        assertThat(sink.all()).isEqualTo("HTTP/1.1 410 Gone\r\n\r\n");
    }

    @Test
    void givesItsBufferBackOnceAndBorrowsItAgain() throws IOException {
        output.bytes(Wire.bytes("a"), 0, 1);
        output.release();
        output.release();
        byte[] first = pool.borrow();
        assertThat(pool.borrow()).isNotSameAs(first);
    }

    @Test
    void passesAFailureOfTheConnectionAndForgetsTheBytes() throws IOException {
        IOException reset = new IOException("reset");
        boolean[] broken = {true};
        WireOutput failing = new WireOutput(
                (buffer, offset, length) -> {
                    if (broken[0]) {
                        throw reset;
                    }
                    sink.write(buffer, offset, length);
                },
                pool);
        failing.bytes(Wire.bytes("lost"), 0, 4);
        assertThatThrownBy(failing::flush).isSameAs(reset);
        broken[0] = false;
        failing.flush();
        assertThat(sink.writes()).as("never half of it twice").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a b",
                "/a\r\nX: y",
                "/a\nb",
                "/a\tb",
                "/a\0",
                "/a#b",
                "/\u007f",
                "/\u010a",
                "/\u0120HTTP/1.1"
            })
    void refusesATargetThatNoParserWouldTake(String target) { // promise 3; U+010A has the low byte of a line feed
        assertThatThrownBy(() -> output.requestHead("GET", target, Fields.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("target");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET ", "GE T", "GET\r\n", "G\u00c9T", "\u0147ET", "GET / HTTP/1.1\r\nX:"})
    void refusesAMethodThatIsNoToken(String method) { // RFC 9110 §9.1
        assertThatThrownBy(() -> output.requestHead(method, "/", Fields.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("method");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: y", "a\nb", "a\0", "\u007f", "\u010a"})
    void refusesAReasonThatWouldEndItsLine(String reason) { // RFC 9112 §4
        assertThatThrownBy(() -> output.responseHead(Status.create(299, reason), Fields.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reason");
    }

    @Test
    void buffersNothingOfAHeadThatItRefuses() throws IOException {
        assertThatThrownBy(() -> output.requestHead("GET", "\n", Fields.EMPTY)).isInstanceOf(RuntimeException.class);
        output.flush();
        assertThat(sink.writes()).isEmpty();
    }
}
