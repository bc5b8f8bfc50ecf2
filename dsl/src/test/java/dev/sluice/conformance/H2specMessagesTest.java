package dev.sluice.conformance;

import static dev.sluice.conformance.Outcomes.connectionError;
import static dev.sluice.conformance.Outcomes.post;
import static dev.sluice.conformance.Outcomes.streamError;
import static dev.sluice.conformance.Outcomes.worksOrEnds;
import static dev.sluice.testkit.Http2Codes.COMPRESSION_ERROR;
import static dev.sluice.testkit.Http2Codes.PROTOCOL_ERROR;
import static dev.sluice.testkit.Http2Frame.END_HEADERS;
import static dev.sluice.testkit.Http2Frame.END_STREAM;
import static dev.sluice.testkit.Http2Frame.HEADERS;
import static dev.sluice.testkit.Http2Frame.PUSH_PROMISE;
import static dev.sluice.testkit.RawHttp2.join;
import static dev.sluice.testkit.RawHttp2.number;

import dev.sluice.testkit.RawHttp2Client;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of h2spec about error codes, messages and fields (RFC 9113 §7, §8) and about HPACK (RFC 7541). */
class H2specMessagesTest {
    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest();

    @H2spec("http2/7/1")
    @Test
    void aGoAwayWithAnUnknownCodeIsAccepted(RawHttp2Client client) {
        client.goAway(0, 0xff);
        worksOrEnds(client);
    }

    @H2spec("http2/7/2")
    @Test
    void aResetWithAnUnknownCodeIsAccepted(RawHttp2Client client) {
        post(client);
        client.reset(1, 0xff);
        worksOrEnds(client);
    }

    /** RFC 9113 §8.1. */
    @H2spec("http2/8.1/1")
    @Test
    void aSecondHeadThatDoesNotEndTheStreamIsAnError(RawHttp2Client client) {
        post(client);
        client.data(1, false, "test");
        client.headers(1, false, "x-test: ok");
        streamError(client, PROTOCOL_ERROR);
    }

    /**
     * Upper case in a name (RFC 9113 §8.2), an unknown pseudo-field and one of responses (§8.3), a connection's field and
     * {@code te} with anything but {@code trailers} (§8.2.2), and pseudo-fields that are there twice (§8.3.1).
     */
    @H2spec({
        "http2/8.1.2/1",
        "http2/8.1.2.1/1",
        "http2/8.1.2.1/2",
        "http2/8.1.2.2/1",
        "http2/8.1.2.2/2",
        "http2/8.1.2.3/5",
        "http2/8.1.2.3/6",
        "http2/8.1.2.3/7"
    })
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-TEST: ok",
                ":test: ok",
                ":status: 200",
                "connection: keep-alive",
                "te: trailers, deflate",
                ":method: GET",
                ":scheme: http",
                ":path: /"
            })
    void aFieldThatMustNotBeThereIsAnError(String field, RawHttp2Client client) {
        client.headers(1, true, client.head("GET", "/", field));
        streamError(client, PROTOCOL_ERROR);
    }

    /** RFC 9113 §8.1: trailers must not include pseudo-fields. */
    @H2spec("http2/8.1.2.1/3")
    @Test
    void aPseudoFieldInTrailersIsAnError(RawHttp2Client client) {
        post(client);
        client.data(1, false, "test");
        client.headers(1, false, ":method: POST");
        streamError(client, PROTOCOL_ERROR);
    }

    /** RFC 9113 §8.3. */
    @H2spec("http2/8.1.2.1/4")
    @Test
    void aPseudoFieldBehindAFieldIsAnError(RawHttp2Client client) {
        String[] fields = Stream.concat(Stream.of("x-test: ok"), Stream.of(client.head("GET", "/")))
                .toArray(String[]::new);
        client.headers(1, true, fields);
        streamError(client, PROTOCOL_ERROR);
    }

    /** RFC 9113 §8.3.1. */
    @H2spec("http2/8.1.2.3/1")
    @Test
    void anEmptyPathIsAnError(RawHttp2Client client) {
        client.headers(1, true, client.head("GET", ""));
        streamError(client, PROTOCOL_ERROR);
    }

    /** RFC 9113 §8.3.1. */
    @H2spec({"http2/8.1.2.3/2", "http2/8.1.2.3/3", "http2/8.1.2.3/4"})
    @ParameterizedTest
    @ValueSource(strings = {":method", ":scheme", ":path"})
    void aRequestWithoutAPseudoFieldIsAnError(String missing, RawHttp2Client client) {
        String[] fields = Stream.of(client.head("GET", "/"))
                .filter(field -> !field.startsWith(missing + ":"))
                .toArray(String[]::new);
        client.headers(1, true, fields);
        streamError(client, PROTOCOL_ERROR);
    }

    /** RFC 9113 §8.1.1. */
    @H2spec("http2/8.1.2.6/1")
    @Test
    void contentOfAnotherLengthThanStatedIsAnError(RawHttp2Client client) {
        post(client, "content-length: 1");
        client.data(1, true, "test");
        streamError(client, PROTOCOL_ERROR);
    }

    /** RFC 9113 §8.1.1. */
    @H2spec("http2/8.1.2.6/2")
    @Test
    void severalFramesOfAnotherLengthThanStatedAreAnError(RawHttp2Client client) {
        post(client, "content-length: 1");
        client.data(1, false, "test");
        client.data(1, true, "test");
        streamError(client, PROTOCOL_ERROR);
    }

    /** RFC 9113 §8.4: a client cannot push. */
    @H2spec("http2/8.2/1")
    @Test
    void aPushPromiseIsAConnectionError(RawHttp2Client client) {
        client.send(PUSH_PROMISE, END_HEADERS, 1, join(number(3), Outcomes.head(client, "GET")));
        connectionError(client, PROTOCOL_ERROR);
    }

    // --- HPACK

    /**
     * Indexes behind the table (RFC 7541 §2.3.3); a change of the table's size at the end of a block (§4.2); Huffman codes
     * padded with more than seven bits, padded with zeros, and with EOS (§5.2); index 0 (§6.1).
     */
    @H2spec({"hpack/2.3.3/1", "hpack/2.3.3/2", "hpack/4.2/1", "hpack/5.2/1", "hpack/5.2/2", "hpack/5.2/3", "hpack/6.1/1"
    })
    @ParameterizedTest
    @CsvSource({
        "c6",
        "7f0700",
        "21",
        "0085f2b24a84ff8449509fff",
        "0085f2b24a84ff83495090",
        "0085f2b24a84ff874951fffffffa7f",
        "80"
    })
    void anInvalidRepresentationIsAConnectionError(String representation, RawHttp2Client client) {
        byte[] block = join(Outcomes.head(client, "GET"), HexFormat.of().parseHex(representation));
        client.send(HEADERS, END_STREAM | END_HEADERS, 1, block);
        connectionError(client, COMPRESSION_ERROR);
    }

    /** RFC 7541 §6.3: the limit is 4 096 unless SETTINGS say otherwise. */
    @H2spec("hpack/6.3/1")
    @Test
    void aTableLargerThanAllowedIsAConnectionError(RawHttp2Client client) {
        byte[] block = join(HexFormat.of().parseHex("3fe21f"), Outcomes.head(client, "GET"));
        client.send(HEADERS, END_STREAM | END_HEADERS, 1, block);
        connectionError(client, COMPRESSION_ERROR);
    }
}
