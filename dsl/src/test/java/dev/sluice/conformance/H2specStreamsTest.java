package dev.sluice.conformance;

import static dev.sluice.conformance.Outcomes.DUMMY;
import static dev.sluice.conformance.Outcomes.answered;
import static dev.sluice.conformance.Outcomes.beginHead;
import static dev.sluice.conformance.Outcomes.connectionError;
import static dev.sluice.conformance.Outcomes.continuation;
import static dev.sluice.conformance.Outcomes.get;
import static dev.sluice.conformance.Outcomes.head;
import static dev.sluice.conformance.Outcomes.post;
import static dev.sluice.conformance.Outcomes.priority;
import static dev.sluice.conformance.Outcomes.streamEnds;
import static dev.sluice.conformance.Outcomes.streamError;
import static dev.sluice.conformance.Outcomes.works;
import static dev.sluice.testkit.Http2Codes.CANCEL;
import static dev.sluice.testkit.Http2Codes.COMPRESSION_ERROR;
import static dev.sluice.testkit.Http2Codes.FRAME_SIZE_ERROR;
import static dev.sluice.testkit.Http2Codes.PROTOCOL_ERROR;
import static dev.sluice.testkit.Http2Codes.REFUSED_STREAM;
import static dev.sluice.testkit.Http2Codes.STREAM_CLOSED;
import static dev.sluice.testkit.Http2Frame.END_HEADERS;
import static dev.sluice.testkit.Http2Frame.END_STREAM;
import static dev.sluice.testkit.Http2Frame.GOAWAY;
import static dev.sluice.testkit.Http2Frame.HEADERS;
import static dev.sluice.testkit.Http2Frame.PING;
import static dev.sluice.testkit.Http2Frame.WITH_PRIORITY;
import static dev.sluice.testkit.RawHttp2.bytes;
import static dev.sluice.testkit.RawHttp2.frame;
import static dev.sluice.testkit.RawHttp2.join;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawHttp2Client;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The cases of h2spec about the preface, frames and states of streams (RFC 9113 §3 to §5). */
class H2specStreamsTest {
    private static final int FRAME = 16_384;
    private static final String EIGHT = "\0\0\0\0\0\0\0\0";

    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest();

    // --- RFC 9113 §3.4, §4

    @H2spec("http2/3.5/2")
    @Test
    void anInvalidPrefaceEndsTheConnection() throws IOException {
        RawHttp2Client client = GATEWAY.connect();
        client.send(bytes("INVALID CONNECTION PREFACE\r\n\r\n"));
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec({"http2/4.1/1", "http2/5.5/1"})
    @Test
    void aFrameOfAnUnknownTypeIsIgnored(RawHttp2Client client) {
        client.send(0x16, 0, 0, EIGHT);
        works(client);
    }

    @H2spec("http2/4.1/2")
    @Test
    void anUndefinedFlagIsIgnored(RawHttp2Client client) {
        client.send(PING, 0x16, 0, EIGHT);
        client.await("an answer to PING", frame -> frame.type() == PING);
    }

    @H2spec("http2/4.1/3")
    @Test
    void theReservedBitIsIgnored(RawHttp2Client client) {
        client.send(PING, 0x16, Integer.MIN_VALUE, EIGHT);
        client.await("an answer to PING", frame -> frame.type() == PING);
    }

    @H2spec("http2/4.2/1")
    @Test
    void aFrameOfTheLargestSizeIsAccepted(RawHttp2Client client) {
        post(client);
        client.data(1, true, "x".repeat(FRAME));
        answered(client, 1);
    }

    @H2spec("http2/4.2/2")
    @Test
    void aLargerDataFrameIsAnError(RawHttp2Client client) {
        post(client);
        client.data(1, true, "x".repeat(FRAME + 1));
        streamError(client, FRAME_SIZE_ERROR);
    }

    @H2spec("http2/4.2/3")
    @Test
    void aLargerHeadersFrameIsAConnectionError(RawHttp2Client client) {
        byte[] large = join(head(client, "GET"), DUMMY, DUMMY, DUMMY, DUMMY, DUMMY);
        client.send(HEADERS, END_STREAM | END_HEADERS, 1, large);
        connectionError(client, FRAME_SIZE_ERROR);
    }

    @H2spec("http2/4.3/1")
    @Test
    void aBlockThatCannotBeDecodedIsAConnectionError(RawHttp2Client client) {
        client.send(HEADERS, END_STREAM | END_HEADERS, 1, "@");
        connectionError(client, COMPRESSION_ERROR);
    }

    @H2spec({"http2/4.3/2", "http2/6.2/1"})
    @Test
    void priorityInTheMiddleOfAHeadIsAConnectionError(RawHttp2Client client) {
        beginHead(client, 0);
        priority(client, 1, 0, 255);
        continuation(client, 1, true, DUMMY);
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec({"http2/4.3/3", "http2/6.2/2"})
    @Test
    void anotherHeadInTheMiddleOfAHeadIsAConnectionError(RawHttp2Client client) {
        beginHead(client, 0);
        client.headers(3, true, client.head("GET", "/"));
        continuation(client, 1, true, DUMMY);
        connectionError(client, PROTOCOL_ERROR);
    }

    // --- states of streams (RFC 9113 §5.1)

    @H2spec("http2/5.1/1")
    @Test
    void dataOnAnIdleStreamIsAnError(RawHttp2Client client) {
        client.data(1, true, "test");
        streamError(client, PROTOCOL_ERROR, STREAM_CLOSED);
    }

    @H2spec({"http2/5.1/2", "http2/6.4/2"})
    @Test
    void aResetOfAnIdleStreamIsAConnectionError(RawHttp2Client client) {
        client.reset(1, CANCEL);
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/5.1/3")
    @Test
    void aWindowUpdateOfAnIdleStreamIsAConnectionError(RawHttp2Client client) {
        client.credit(1, 100);
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/5.1/4")
    @Test
    void aContinuationOnAnIdleStreamIsAConnectionError(RawHttp2Client client) {
        continuation(client, 1, true, head(client, "GET"));
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/5.1/5")
    @Test
    void dataOnAHalfClosedStreamIsAnError(RawHttp2Client client) {
        get(client);
        client.data(1, true, "test");
        streamError(client, STREAM_CLOSED);
    }

    @H2spec("http2/5.1/6")
    @Test
    void aHeadOnAHalfClosedStreamIsAnError(RawHttp2Client client) {
        get(client);
        get(client);
        streamError(client, STREAM_CLOSED);
    }

    @H2spec("http2/5.1/7")
    @Test
    void aContinuationOnAHalfClosedStreamIsAnError(RawHttp2Client client) {
        get(client);
        continuation(client, 1, true, head(client, "GET"));
        streamError(client, STREAM_CLOSED, PROTOCOL_ERROR);
    }

    private static void openAndReset(RawHttp2Client client) {
        client.headers(1, false, client.head("GET", "/"));
        client.reset(1, CANCEL);
    }

    @H2spec("http2/5.1/8")
    @Test
    void dataBehindAResetIsAnError(RawHttp2Client client) {
        openAndReset(client);
        client.data(1, true, "test");
        streamError(client, STREAM_CLOSED);
    }

    @H2spec("http2/5.1/9")
    @Test
    void aHeadBehindAResetIsAnError(RawHttp2Client client) {
        openAndReset(client);
        get(client);
        streamError(client, STREAM_CLOSED);
    }

    @H2spec("http2/5.1/10")
    @Test
    void aContinuationBehindAResetIsAnError(RawHttp2Client client) {
        openAndReset(client);
        continuation(client, 1, true, DUMMY);
        streamError(client, STREAM_CLOSED, PROTOCOL_ERROR);
    }

    @H2spec("http2/5.1/11")
    @Test
    void dataOnAClosedStreamIsAnError(RawHttp2Client client) {
        get(client);
        streamEnds(client);
        client.data(1, true, "test");
        streamError(client, STREAM_CLOSED);
    }

    @H2spec("http2/5.1/12")
    @Test
    void aHeadOnAClosedStreamIsAConnectionError(RawHttp2Client client) {
        get(client);
        streamEnds(client);
        get(client);
        connectionError(client, STREAM_CLOSED);
    }

    @H2spec("http2/5.1/13")
    @Test
    void aContinuationOnAClosedStreamIsAConnectionError(RawHttp2Client client) {
        get(client);
        streamEnds(client);
        continuation(client, 1, true, DUMMY);
        connectionError(client, STREAM_CLOSED, PROTOCOL_ERROR);
    }

    @H2spec("http2/5.1.1/1")
    @Test
    void anEvenStreamIsAConnectionError(RawHttp2Client client) {
        client.headers(2, true, client.head("GET", "/"));
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/5.1.1/2")
    @Test
    void aStreamBelowTheLastIsAConnectionError(RawHttp2Client client) {
        client.headers(5, true, client.head("GET", "/"));
        client.headers(3, true, client.head("GET", "/"));
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/5.1.2/1")
    @Test
    void moreStreamsThanAllowedAreRefused() throws IOException {
        RawHttp2Client client = GATEWAY.connect();
        Http2Frame settings = client.handshake(4, 0);
        int most = settings.setting(3).orElse(0);
        assumeTrue(most > 0, "the server limits no streams");
        byte[] fields = head(client, "GET");
        client.send(join(IntStream.rangeClosed(0, most)
                .mapToObj(i -> frame(HEADERS, END_STREAM | END_HEADERS, 1 + 2 * i, fields))
                .toArray(byte[][]::new)));
        streamError(client, PROTOCOL_ERROR, REFUSED_STREAM);
    }

    // --- priorities (RFC 7540 §5.3.1)

    @H2spec("http2/5.3.1/1")
    @Test
    void aHeadThatDependsOnItselfIsAnError(RawHttp2Client client) {
        byte[] fields = join(priority(1, 255), head(client, "GET"));
        client.send(HEADERS, END_STREAM | END_HEADERS | WITH_PRIORITY, 1, fields);
        streamError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/5.3.1/2")
    @Test
    void aPriorityThatDependsOnItselfIsAnError(RawHttp2Client client) {
        priority(client, 1, 1, 255);
        streamError(client, PROTOCOL_ERROR);
    }

    // --- errors and extensions (RFC 9113 §5.4.1, §5.5)

    @H2spec("http2/5.4.1/1")
    @Test
    void aConnectionErrorClosesTheConnection(RawHttp2Client client) {
        client.send(PING, 0, 3, EIGHT);
        client.expectClosed();
    }

    @H2spec("http2/5.4.1/2")
    @Test
    void aConnectionErrorIsToldByGoAway(RawHttp2Client client) {
        client.send(PING, 0, 3, EIGHT);
        client.await("GOAWAY", frame -> frame.type() == GOAWAY);
    }

    @H2spec("http2/5.5/2")
    @Test
    void anUnknownFrameInTheMiddleOfAHeadIsAConnectionError(RawHttp2Client client) {
        beginHead(client, END_STREAM);
        client.send(0x16, 0, 0, EIGHT);
        connectionError(client, PROTOCOL_ERROR);
    }
}
