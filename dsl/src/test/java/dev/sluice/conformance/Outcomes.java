package dev.sluice.conformance;

import static dev.sluice.testkit.Http2Codes.NO_ERROR;
import static dev.sluice.testkit.Http2Frame.CLOSED;
import static dev.sluice.testkit.Http2Frame.CONTINUATION;
import static dev.sluice.testkit.Http2Frame.DATA;
import static dev.sluice.testkit.Http2Frame.END_HEADERS;
import static dev.sluice.testkit.Http2Frame.GOAWAY;
import static dev.sluice.testkit.Http2Frame.HEADERS;
import static dev.sluice.testkit.Http2Frame.PRIORITY;
import static dev.sluice.testkit.Http2Frame.RST_STREAM;
import static dev.sluice.testkit.RawHttp2.block;
import static dev.sluice.testkit.RawHttp2.join;
import static dev.sluice.testkit.RawHttp2.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawHttp2;
import dev.sluice.testkit.RawHttp2Client;
import java.util.Arrays;
import java.util.List;

/** What h2spec accepts as an outcome, in its terms and no others; and what its cases send. */
final class Outcomes {
    private static final String PING = "h2spec\0\0";

    /** A field of 4 000 bytes. */
    static final byte[] DUMMY = block("x-dummy0: " + "x".repeat(4_000));

    private Outcomes() {}

    /** A connection error: a GOAWAY with one of these codes, or the end of the connection (RFC 9113 §5.4.1). */
    static void connectionError(RawHttp2 client, Integer... codes) {
        client.await(
                "a connection error " + Arrays.toString(codes),
                frame -> frame.type() == CLOSED
                        || (frame.type() == GOAWAY && List.of(codes).contains(frame.errorCode())));
    }

    /** A stream error, which may also be treated as a connection error (RFC 9113 §5.4.2, §5.4.3). */
    static void streamError(RawHttp2 client, Integer... codes) {
        client.await(
                "a stream error " + Arrays.toString(codes),
                frame -> frame.type() == CLOSED
                        || ((frame.type() == GOAWAY || frame.type() == RST_STREAM)
                                && List.of(codes).contains(frame.errorCode())));
    }

    /** The stream ends in order. */
    static void streamEnds(RawHttp2 client) {
        client.await(
                "the end of a stream",
                frame -> frame.endsStream() || (frame.type() == RST_STREAM && frame.errorCode() == NO_ERROR));
    }

    /** The next head is a response on this stream. */
    static void answered(RawHttp2 client, int stream) {
        Http2Frame head = client.await("a response", frame -> frame.type() == HEADERS || frame.type() == CLOSED);
        assertThat(head.type()).as("%s", client.seen()).isEqualTo(HEADERS);
        assertThat(head.stream()).isEqualTo(stream);
    }

    /** The connection works: it answers a PING. */
    static void works(RawHttp2 client) {
        client.ping(PING);
        client.await("an answer to PING", frame -> RawHttp2.isPong(frame, PING));
    }

    /** The connection answers a PING or has ended. */
    static void worksOrEnds(RawHttp2 client) {
        client.ping(PING);
        client.await("an answer to PING or the end", frame -> frame.type() == CLOSED || RawHttp2.isPong(frame, PING));
    }

    /** A GET's or another method's block of fields. */
    static byte[] head(RawHttp2Client client, String method, String... fields) {
        return block(client.head(method, "/", fields));
    }

    /** A head on stream 1 whose CONTINUATION is to follow. */
    static void beginHead(RawHttp2Client client, int flags) {
        client.send(HEADERS, flags, 1, head(client, "GET"));
    }

    static void continuation(RawHttp2 client, int stream, boolean end, byte[] fragment) {
        client.send(CONTINUATION, end ? END_HEADERS : 0, stream, fragment);
    }

    /** A GET on stream 1, complete. */
    static void get(RawHttp2Client client) {
        client.headers(1, true, client.head("GET", "/"));
    }

    /** A POST on stream 1 whose content is to follow. */
    static void post(RawHttp2Client client, String... fields) {
        client.headers(1, false, client.head("POST", "/", fields));
    }

    static void priority(RawHttp2 client, int stream, int dependency, int weight) {
        client.send(PRIORITY, 0, stream, priority(dependency, weight));
    }

    /** The payload of PRIORITY; a dependency with the highest bit is exclusive. */
    static byte[] priority(int dependency, int weight) {
        return join(number(dependency), new byte[] {(byte) weight});
    }

    static Http2Frame awaitData(RawHttp2 client) {
        return client.await("content", frame -> frame.type() == DATA);
    }
}
