package dev.sluice.conformance;

import static dev.sluice.conformance.Outcomes.answered;
import static dev.sluice.conformance.Outcomes.awaitData;
import static dev.sluice.conformance.Outcomes.continuation;
import static dev.sluice.conformance.Outcomes.get;
import static dev.sluice.conformance.Outcomes.head;
import static dev.sluice.conformance.Outcomes.post;
import static dev.sluice.conformance.Outcomes.priority;
import static dev.sluice.conformance.Outcomes.streamEnds;
import static dev.sluice.conformance.Outcomes.works;
import static dev.sluice.conformance.Outcomes.worksOrEnds;
import static dev.sluice.testkit.Http2Codes.CANCEL;
import static dev.sluice.testkit.Http2Frame.ACK;
import static dev.sluice.testkit.Http2Frame.DATA;
import static dev.sluice.testkit.Http2Frame.END_HEADERS;
import static dev.sluice.testkit.Http2Frame.END_STREAM;
import static dev.sluice.testkit.Http2Frame.GOAWAY;
import static dev.sluice.testkit.Http2Frame.HEADERS;
import static dev.sluice.testkit.Http2Frame.PADDED;
import static dev.sluice.testkit.Http2Frame.SETTINGS;
import static dev.sluice.testkit.Http2Frame.WITH_PRIORITY;
import static dev.sluice.testkit.RawHttp2.PREFACE;
import static dev.sluice.testkit.RawHttp2.bytes;
import static dev.sluice.testkit.RawHttp2.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawHttp2Client;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of h2spec's group {@code generic}: what every server has to accept (RFC 9113 §5, §6; RFC 7541 §6). */
class H2specGenericTest {
    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest();

    /** RFC 9113 §3.4: the first frame of a server is SETTINGS. */
    @H2spec({"generic/1/1", "http2/3.5/1"})
    @Test
    void theFirstFrameOfAServerIsSettings() throws IOException {
        RawHttp2Client client = GATEWAY.connect();
        client.send(bytes(PREFACE));
        client.settings(4, 65_535);
        Http2Frame first = client.next();
        assertThat(first.type()).isEqualTo(SETTINGS);
        assertThat(first.has(ACK)).isFalse();
    }

    // --- states of streams (RFC 9113 §5.1)

    @H2spec("generic/2/1")
    @Test
    void priorityIsAcceptedOnAnIdleStream(RawHttp2Client client) {
        priority(client, 1, 0, 255);
        works(client);
    }

    @H2spec("generic/2/2")
    @Test
    void windowUpdateIsAcceptedOnAHalfClosedStream(RawHttp2Client client) {
        client.settings(4, 0);
        get(client);
        client.credit(1, 1);
        awaitData(client);
    }

    @H2spec("generic/2/3")
    @Test
    void priorityIsAcceptedOnAHalfClosedStream(RawHttp2Client client) {
        client.settings(4, 0);
        get(client);
        priority(client, 1, 0, 255);
        client.credit(1, 1);
        awaitData(client);
    }

    @H2spec("generic/2/4")
    @Test
    void resetIsAcceptedOnAHalfClosedStream(RawHttp2Client client) {
        get(client);
        client.reset(1, CANCEL);
        worksOrEnds(client);
    }

    @H2spec("generic/2/5")
    @Test
    void priorityIsAcceptedOnAClosedStream(RawHttp2Client client) {
        get(client);
        streamEnds(client);
        priority(client, 1, 0, 255);
        works(client);
    }

    // --- frames (RFC 9113 §6)

    @H2spec("generic/3.1/1")
    @Test
    void aDataFrameIsAccepted(RawHttp2Client client) {
        post(client);
        client.data(1, true, "test");
        answered(client, 1);
    }

    @H2spec("generic/3.1/2")
    @Test
    void severalDataFramesAreAccepted(RawHttp2Client client) {
        post(client);
        client.data(1, false, "test");
        client.data(1, true, "test");
        answered(client, 1);
    }

    @H2spec("generic/3.1/3")
    @Test
    void aDataFrameWithPaddingIsAccepted(RawHttp2Client client) {
        post(client);
        client.send(DATA, END_STREAM | PADDED, 1, "\5test\0\0\0\0\0");
        answered(client, 1);
    }

    @H2spec({"generic/3.2/1", "generic/4/1"})
    @Test
    void aGetIsAnswered(RawHttp2Client client) {
        get(client);
        answered(client, 1);
    }

    @H2spec("generic/3.2/2")
    @Test
    void aHeadersFrameWithPaddingIsAccepted(RawHttp2Client client) {
        byte[] padded = join(new byte[] {8}, head(client, "GET"), new byte[8]);
        client.send(HEADERS, END_STREAM | END_HEADERS | PADDED, 1, padded);
        answered(client, 1);
    }

    @H2spec("generic/3.2/3")
    @Test
    void aHeadersFrameWithPriorityIsAccepted(RawHttp2Client client) {
        byte[] fields = join(priority(0, 255), head(client, "GET"));
        client.send(HEADERS, END_STREAM | END_HEADERS | WITH_PRIORITY, 1, fields);
        answered(client, 1);
    }

    @H2spec({"generic/3.3/1", "generic/3.3/2", "generic/3.3/3", "generic/3.3/4", "generic/3.3/5"})
    @ParameterizedTest
    @CsvSource({"1, 0, 0", "1, 0, 255", "3, 1, 0", "1, -2147483648, 0", "3, 0, 255"})
    void priorityIsAcceptedBeforeARequest(int stream, int dependency, int weight, RawHttp2Client client) {
        priority(client, stream, dependency, weight);
        get(client);
        answered(client, 1);
    }

    @H2spec("generic/3.4/1")
    @Test
    void aResetIsAccepted(RawHttp2Client client) {
        client.headers(1, false, client.head("GET", "/"));
        client.reset(1, CANCEL);
        worksOrEnds(client);
    }

    @H2spec("generic/3.5/1")
    @Test
    void settingsAreAcknowledged(RawHttp2Client client) {
        client.settings(1, 4_096, 2, 1, 3, 100, 4, 65_535, 5, 16_384, 6, 100);
        client.await("an ACK", frame -> frame.type() == SETTINGS && frame.has(ACK));
    }

    @H2spec({"generic/3.7/1", "http2/6.7/1"})
    @Test
    void aPingIsAnswered(RawHttp2Client client) {
        works(client);
    }

    @H2spec("generic/3.8/1")
    @Test
    void aGoAwayIsAccepted(RawHttp2Client client) {
        client.send(GOAWAY, 0, 0, "\0\0\0\0\0\0\0\0h2spec");
        worksOrEnds(client);
    }

    @H2spec("generic/3.9/1")
    @Test
    void aWindowUpdateOfTheConnectionIsAccepted(RawHttp2Client client) {
        client.credit(0, 1);
        works(client);
    }

    @H2spec("generic/3.9/2")
    @Test
    void aWindowUpdateOfAStreamIsAccepted(RawHttp2Client client) {
        get(client);
        client.credit(1, 1);
        answered(client, 1);
    }

    @H2spec("generic/3.10/1")
    @Test
    void aContinuationIsAccepted(RawHttp2Client client) {
        byte[] block = head(client, "GET");
        client.send(HEADERS, END_STREAM, 1, Arrays.copyOf(block, 5));
        continuation(client, 1, true, Arrays.copyOfRange(block, 5, block.length));
        answered(client, 1);
    }

    @H2spec("generic/3.10/2")
    @Test
    void severalContinuationsAreAccepted(RawHttp2Client client) {
        byte[] block = head(client, "GET");
        client.send(HEADERS, END_STREAM, 1, Arrays.copyOf(block, 5));
        continuation(client, 1, false, Arrays.copyOfRange(block, 5, 10));
        continuation(client, 1, true, Arrays.copyOfRange(block, 10, block.length));
        answered(client, 1);
    }

    // --- messages (RFC 9113 §8)

    @H2spec("generic/4/2")
    @Test
    void aHeadRequestIsAnswered(RawHttp2Client client) {
        client.headers(1, true, client.head("HEAD", "/"));
        answered(client, 1);
    }

    @H2spec("generic/4/3")
    @Test
    void aPostIsAnswered(RawHttp2Client client) {
        post(client);
        client.data(1, true, "test");
        answered(client, 1);
    }

    @H2spec("generic/4/4")
    @Test
    void aPostWithTrailersIsAnswered(RawHttp2Client client) {
        post(client, "trailer: x-test");
        client.data(1, false, "test");
        client.headers(1, true, "x-test: ok");
        answered(client, 1);
    }

    // --- representations of fields (RFC 7541 §6)

    /**
     * An indexed field; literals that are indexed, not indexed and never indexed, each with a name of the table and a new
     * one, plain and in Huffman's code.
     */
    @H2spec({
        "generic/5/1",
        "generic/5/2",
        "generic/5/3",
        "generic/5/4",
        "generic/5/5",
        "generic/5/6",
        "generic/5/7",
        "generic/5/8",
        "generic/5/9",
        "generic/5/10",
        "generic/5/11",
        "generic/5/12",
        "generic/5/13"
    })
    @ParameterizedTest
    @CsvSource({
        "ba",
        "4087b505b161cc5a93849c48aca4",
        "400a757365722d6167656e7406683273706563",
        "4006782d7465737406683273706563",
        "4085f2b24a84ff849c48aca4",
        "000a757365722d6167656e7406683273706563",
        "0087b505b161cc5a93849c48aca4",
        "0006782d7465737406683273706563",
        "0085f2b24a84ff849c48aca4",
        "100a757365722d6167656e7406683273706563",
        "1087b505b161cc5a93849c48aca4",
        "1006782d7465737406683273706563",
        "1085f2b24a84ff849c48aca4",
        "7a06683273706563",
        "0f2b849c48aca4",
        "1f2b06683273706563"
    })
    void everyRepresentationOfAFieldIsAccepted(String representation, RawHttp2Client client) {
        byte[] block = join(head(client, "GET"), HexFormat.of().parseHex(representation));
        client.send(HEADERS, END_STREAM | END_HEADERS, 1, block);
        answered(client, 1);
    }

    /** One change of the table's size to 128; two, to 128 and back to 4 096. */
    @H2spec({"generic/5/14", "generic/5/15"})
    @ParameterizedTest
    @CsvSource({"3f61", "3f613fe11f"})
    void changesOfTheTableSizeAreAcceptedAtTheBeginningOfABlock(String updates, RawHttp2Client client) {
        byte[] block = join(HexFormat.of().parseHex(updates), head(client, "GET"));
        client.send(HEADERS, END_STREAM | END_HEADERS, 1, block);
        answered(client, 1);
    }
}
