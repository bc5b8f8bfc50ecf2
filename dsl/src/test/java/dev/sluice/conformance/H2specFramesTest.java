package dev.sluice.conformance;

import static dev.sluice.conformance.Outcomes.DUMMY;
import static dev.sluice.conformance.Outcomes.answered;
import static dev.sluice.conformance.Outcomes.awaitData;
import static dev.sluice.conformance.Outcomes.beginHead;
import static dev.sluice.conformance.Outcomes.connectionError;
import static dev.sluice.conformance.Outcomes.continuation;
import static dev.sluice.conformance.Outcomes.get;
import static dev.sluice.conformance.Outcomes.head;
import static dev.sluice.conformance.Outcomes.post;
import static dev.sluice.conformance.Outcomes.priority;
import static dev.sluice.conformance.Outcomes.streamError;
import static dev.sluice.conformance.Outcomes.works;
import static dev.sluice.testkit.Http2Codes.CANCEL;
import static dev.sluice.testkit.Http2Codes.FLOW_CONTROL_ERROR;
import static dev.sluice.testkit.Http2Codes.FRAME_SIZE_ERROR;
import static dev.sluice.testkit.Http2Codes.PROTOCOL_ERROR;
import static dev.sluice.testkit.Http2Codes.STREAM_CLOSED;
import static dev.sluice.testkit.Http2Frame.ACK;
import static dev.sluice.testkit.Http2Frame.DATA;
import static dev.sluice.testkit.Http2Frame.END_HEADERS;
import static dev.sluice.testkit.Http2Frame.END_STREAM;
import static dev.sluice.testkit.Http2Frame.GOAWAY;
import static dev.sluice.testkit.Http2Frame.HEADERS;
import static dev.sluice.testkit.Http2Frame.PADDED;
import static dev.sluice.testkit.Http2Frame.PING;
import static dev.sluice.testkit.Http2Frame.PRIORITY;
import static dev.sluice.testkit.Http2Frame.RST_STREAM;
import static dev.sluice.testkit.Http2Frame.SETTINGS;
import static dev.sluice.testkit.Http2Frame.WINDOW_UPDATE;
import static dev.sluice.testkit.RawHttp2.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawHttp2;
import dev.sluice.testkit.RawHttp2Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of h2spec about each type of frame (RFC 9113 §6). */
class H2specFramesTest {
    private static final String EIGHT = "\0\0\0\0\0\0\0\0";

    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest();

    // --- DATA (§6.1)

    @H2spec("http2/6.1/1")
    @Test
    void dataOfTheConnectionIsAConnectionError(RawHttp2Client client) {
        client.data(0, true, "test");
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/6.1/2")
    @Test
    void dataOnAStreamThatIsNotOpenIsAnError(RawHttp2Client client) {
        client.headers(1, true, client.head("POST", "/"));
        client.data(1, true, "test");
        streamError(client, STREAM_CLOSED);
    }

    @H2spec("http2/6.1/3")
    @Test
    void dataWithMorePaddingThanPayloadIsAConnectionError(RawHttp2Client client) {
        post(client, "content-length: 4");
        client.send(DATA, END_STREAM | PADDED, 1, "\6Test");
        connectionError(client, PROTOCOL_ERROR);
    }

    // --- HEADERS (§6.2; the first two cases are in H2specStreamsTest)

    @H2spec("http2/6.2/3")
    @Test
    void aHeadOfTheConnectionIsAConnectionError(RawHttp2Client client) {
        client.headers(0, true, client.head("GET", "/"));
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/6.2/4")
    @Test
    void aHeadWithMorePaddingThanPayloadIsAnError(RawHttp2Client client) {
        byte[] fields = head(client, "GET");
        byte[] payload = join(new byte[] {(byte) (fields.length + 2)}, fields);
        client.send(HEADERS, END_STREAM | END_HEADERS | PADDED, 1, payload);
        streamError(client, PROTOCOL_ERROR);
    }

    // --- PRIORITY (§6.3), RST_STREAM (§6.4)

    @H2spec("http2/6.3/1")
    @Test
    void aPriorityOfTheConnectionIsAConnectionError(RawHttp2Client client) {
        priority(client, 0, 0, 255);
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/6.3/2")
    @Test
    void aPriorityOfAnotherLengthIsAnError(RawHttp2Client client) {
        get(client);
        client.send(PRIORITY, 0, 1, "\200\0\0\1");
        streamError(client, FRAME_SIZE_ERROR);
    }

    @H2spec("http2/6.4/1")
    @Test
    void aResetOfTheConnectionIsAConnectionError(RawHttp2Client client) {
        client.reset(0, CANCEL);
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/6.4/3")
    @Test
    void aResetOfAnotherLengthIsAnError(RawHttp2Client client) {
        get(client);
        client.send(RST_STREAM, 0, 1, "\0\0\0");
        streamError(client, FRAME_SIZE_ERROR);
    }

    // --- SETTINGS (§6.5)

    @H2spec("http2/6.5/1")
    @Test
    void anAckWithSettingsIsAConnectionError(RawHttp2Client client) {
        client.send(SETTINGS, ACK, 0, "\0");
        connectionError(client, FRAME_SIZE_ERROR);
    }

    @H2spec("http2/6.5/2")
    @Test
    void settingsOfAStreamAreAConnectionError(RawHttp2Client client) {
        client.send(SETTINGS, 0, 1, "\0\3\0\0\0\144");
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/6.5/3")
    @Test
    void settingsOfAnotherLengthAreAConnectionError(RawHttp2Client client) {
        client.send(SETTINGS, 0, 0, "\0\3\0");
        streamError(client, PROTOCOL_ERROR, FRAME_SIZE_ERROR);
    }

    /** ENABLE_PUSH of 2; INITIAL_WINDOW_SIZE of 2^31; MAX_FRAME_SIZE below 2^14 and above 2^24 - 1. */
    @H2spec({"http2/6.5.2/1", "http2/6.5.2/2", "http2/6.5.2/3", "http2/6.5.2/4", "http2/6.9.2/3"})
    @ParameterizedTest
    @CsvSource({"2, 2, 1", "4, -2147483648, 3", "5, 16383, 1", "5, 16777216, 1"})
    void aSettingOutOfItsRangeIsAConnectionError(int id, int value, int code, RawHttp2Client client) {
        client.settings(id, value);
        connectionError(client, code);
    }

    @H2spec("http2/6.5.2/5")
    @Test
    void anUnknownSettingIsIgnored(RawHttp2Client client) {
        client.settings(0xff, 1);
        works(client);
    }

    private static void awaitAck(RawHttp2Client client) {
        client.await("an ACK", frame -> frame.type() == SETTINGS && frame.has(ACK));
    }

    @H2spec("http2/6.5.3/1")
    @Test
    void theLastOfTwoValuesOfASettingHolds(RawHttp2Client client) {
        client.settings(4, 100, 4, 1);
        awaitAck(client);
        get(client);
        assertThat(awaitData(client).payload()).hasSize(1);
    }

    @H2spec("http2/6.5.3/2")
    @Test
    void aSettingIsAcknowledged(RawHttp2Client client) {
        client.settings(2, 0);
        awaitAck(client);
    }

    // --- PING (§6.7; its first case is in H2specGenericTest), GOAWAY (§6.8)

    @H2spec("http2/6.7/2")
    @Test
    void anAckThatNobodyAskedForIsIgnored(RawHttp2Client client) {
        client.send(PING, ACK, 0, "invalid\0");
        client.ping("h2spec\0\0");
        Http2Frame pong = client.await("PING", frame -> frame.type() == PING);
        assertThat(RawHttp2.isPong(pong, "h2spec\0\0")).isTrue();
    }

    @H2spec("http2/6.7/3")
    @Test
    void aPingOfAStreamIsAConnectionError(RawHttp2Client client) {
        client.send(PING, 0, 1, EIGHT);
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/6.7/4")
    @Test
    void aPingOfAnotherLengthIsAConnectionError(RawHttp2Client client) {
        client.send(PING, 0, 0, "\0\0\0\0\0\0");
        connectionError(client, FRAME_SIZE_ERROR);
    }

    @H2spec("http2/6.8/1")
    @Test
    void aGoAwayOfAStreamIsAConnectionError(RawHttp2Client client) {
        client.send(GOAWAY, 0, 1, EIGHT);
        connectionError(client, PROTOCOL_ERROR);
    }

    // --- WINDOW_UPDATE (§6.9)

    @H2spec("http2/6.9/1")
    @Test
    void anIncrementOfZeroIsAConnectionError(RawHttp2Client client) {
        client.credit(0, 0);
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/6.9/2")
    @Test
    void anIncrementOfZeroOnAStreamIsAnError(RawHttp2Client client) {
        client.headers(1, false, client.head("GET", "/"));
        client.credit(1, 0);
        streamError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/6.9/3")
    @Test
    void aWindowUpdateOfAnotherLengthIsAConnectionError(RawHttp2Client client) {
        client.send(WINDOW_UPDATE, 0, 0, "\0\0\1");
        connectionError(client, FRAME_SIZE_ERROR);
    }

    @H2spec("http2/6.9.1/1")
    @Test
    void aWindowOfOneByteTakesOneByte(RawHttp2Client client) {
        client.settings(4, 1);
        awaitAck(client);
        get(client);
        assertThat(awaitData(client).payload()).hasSize(1);
    }

    @H2spec("http2/6.9.1/2")
    @Test
    void aConnectionWindowThatOverflowsIsAConnectionError(RawHttp2Client client) {
        client.credit(0, Integer.MAX_VALUE);
        client.credit(0, Integer.MAX_VALUE);
        Http2Frame told = client.await("GOAWAY", frame -> frame.type() == GOAWAY);
        assertThat(told.errorCode()).isEqualTo(FLOW_CONTROL_ERROR);
    }

    @H2spec("http2/6.9.1/3")
    @Test
    void aStreamWindowThatOverflowsIsAStreamError(RawHttp2Client client) {
        client.headers(1, false, client.head("GET", "/"));
        client.credit(1, Integer.MAX_VALUE);
        client.credit(1, Integer.MAX_VALUE);
        client.expectReset(1, FLOW_CONTROL_ERROR);
    }

    @H2spec("http2/6.9.2/1")
    @Test
    void aLaterSettingChangesTheWindowOfAStream(RawHttp2Client client) {
        client.settings(4, 0);
        awaitAck(client);
        get(client);
        client.settings(4, 1);
        assertThat(awaitData(client).payload()).hasSize(1);
    }

    @H2spec("http2/6.9.2/2")
    @Test
    void aWindowCanBecomeNegative(RawHttp2Client client) {
        client.settings(4, 3);
        awaitAck(client);
        get(client);
        assertThat(awaitData(client).payload()).hasSize(3);
        client.settings(4, 2);
        awaitAck(client);
        client.credit(1, 2);
        assertThat(awaitData(client).payload()).hasSize(1);
    }

    // --- CONTINUATION (§6.10)

    @H2spec("http2/6.10/1")
    @Test
    void severalContinuationsBehindAHeadAreAccepted(RawHttp2Client client) {
        beginHead(client, END_STREAM);
        continuation(client, 1, false, DUMMY);
        continuation(client, 1, true, DUMMY);
        answered(client, 1);
    }

    @H2spec("http2/6.10/2")
    @Test
    void dataBehindAnUnfinishedHeadIsAConnectionError(RawHttp2Client client) {
        client.send(HEADERS, 0, 1, head(client, "POST"));
        continuation(client, 1, false, DUMMY);
        client.data(1, true, "test");
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/6.10/3")
    @Test
    void aContinuationOfTheConnectionIsAConnectionError(RawHttp2Client client) {
        beginHead(client, END_STREAM);
        continuation(client, 0, true, DUMMY);
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/6.10/4")
    @Test
    void aContinuationBehindAFinishedHeadIsAConnectionError(RawHttp2Client client) {
        get(client);
        continuation(client, 1, true, DUMMY);
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/6.10/5")
    @Test
    void aContinuationBehindTheLastOneIsAConnectionError(RawHttp2Client client) {
        beginHead(client, END_STREAM);
        continuation(client, 1, true, DUMMY);
        continuation(client, 1, true, DUMMY);
        connectionError(client, PROTOCOL_ERROR);
    }

    @H2spec("http2/6.10/6")
    @Test
    void aContinuationBehindDataIsAConnectionError(RawHttp2Client client) {
        client.send(HEADERS, 0, 1, head(client, "POST"));
        client.data(1, true, "test");
        continuation(client, 1, false, DUMMY);
        continuation(client, 0, true, DUMMY);
        connectionError(client, PROTOCOL_ERROR);
    }
}
