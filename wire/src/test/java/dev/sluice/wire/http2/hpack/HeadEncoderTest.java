package dev.sluice.wire.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Fields;
import dev.sluice.core.RequestHead;
import dev.sluice.wire.http2.frame.FrameBuffer;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import io.helidon.http.Status;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadEncoderTest {
    private final FrameBuffer buffer = Blocks.buffer();

    private String hex() {
        return HexFormat.of().formatHex(Blocks.bytes(buffer));
    }

    private DecodedHead decoded() throws Http2ConnectionException {
        return Blocks.decode(Blocks.bytes(buffer));
    }

    private static Http2Request get(Fields fields) {
        return new Http2Request("GET", "https", "a", "/", "", fields);
    }

    @Test
    void writesPseudoFieldsFirstAndByNumber() {
        HeadEncoder.request(get(Fields.of("Accept", "b")), buffer);
        assertThat(hex()).isEqualTo("82" + "87" + "010161" + "84" + "0f040162");
    }

    @Test
    void writesAnyMethodSchemeAndPath() throws Http2ConnectionException {
        HeadEncoder.request(new Http2Request("PURGE", "http", "a:1", "/x?y", "", Fields.EMPTY), buffer);
        assertThat(decoded().request(false))
                .isEqualTo(new RequestHead("PURGE", "/x?y", RequestHead.Version.HTTP_2, Fields.of("host", "a:1")));
    }

    /** RFC 8441 §4. */
    @Test
    void writesProtocolOfExtendedConnect() throws Http2ConnectionException {
        HeadEncoder.request(new Http2Request("CONNECT", "https", "a", "/chat", "websocket", Fields.EMPTY), buffer);
        DecodedHead head = decoded();
        assertThat(head.protocol()).isEqualTo("websocket");
        assertThat(head.request(true).target()).isEqualTo("/chat");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 206, 304, 400, 404, 500})
    void writesUsualStatusAsOneByte(int code) throws Http2ConnectionException {
        HeadEncoder.response(Status.create(code), Fields.EMPTY, buffer);
        assertThat(buffer.length()).isEqualTo(1);
        assertThat(decoded().response().status().code()).isEqualTo(code);
    }

    @Test
    void writesOtherStatusAsLiteral() {
        HeadEncoder.response(Status.create(103), Fields.EMPTY, buffer);
        assertThat(hex()).isEqualTo("0803313033");
    }

    /** RFC 9113 §8.2.1. */
    @Test
    void writesNamesInLowerCase() throws Http2ConnectionException {
        HeadEncoder.trailers(Fields.of("Grpc-Status", "0", "ETag", "\"A\""), buffer);
        assertThat(decoded().trailers()).isEqualTo(Fields.of("grpc-status", "0", "etag", "\"A\""));
    }

    /** RFC 9113 §8.2.2. */
    @Test
    void leavesOutFieldsOfAConnectionAndHost() {
        Fields fields = Fields.of(
                "Connection", "close",
                "Keep-Alive", "timeout=5",
                "Proxy-Connection", "close",
                "Transfer-Encoding", "chunked",
                "Upgrade", "x",
                "HTTP2-Settings", "AAA",
                "Host", "b",
                "TE", "gzip");
        HeadEncoder.request(get(fields), buffer);
        assertThat(hex()).isEqualTo("82" + "87" + "010161" + "84");
    }

    /** RFC 9113 §8.2.2: in requests, and only so. */
    @Test
    void writesTeIfItSaysTrailers() throws Http2ConnectionException {
        HeadEncoder.request(get(Fields.of("TE", "trailers")), buffer);
        assertThat(decoded().request(false).fields()).isEqualTo(Fields.of("host", "a", "te", "trailers"));
        buffer.clear();
        HeadEncoder.response(Status.OK_200, Fields.of("TE", "trailers"), buffer);
        assertThat(hex()).isEqualTo("88");
    }

    /** RFC 7541 §7.1.3. */
    @Test
    void marksSecretsAsNeverIndexed() {
        HeadEncoder.trailers(Fields.of("Authorization", "x", "Cookie", "a=b", "Set-Cookie", "c"), buffer);
        assertThat(hex()).isEqualTo("1f080178" + "1f1103613d62" + "1f280163");
        buffer.clear();
        HeadEncoder.trailers(Fields.of("Cookie", "a=0123456789abcdef01"), buffer);
        assertThat(hex()).startsWith("0f1114");
    }

    @Test
    void writesLongStringsWithTheirLength() throws Http2ConnectionException {
        Fields fields = Fields.of("x".repeat(127), "y".repeat(126), "a".repeat(300), "z".repeat(5_000), "b", "");
        HeadEncoder.trailers(fields, buffer);
        assertThat(decoded().trailers()).isEqualTo(fields);
    }

    @Test
    void appendsToWhatIsThere() {
        buffer.put(7);
        HeadEncoder.response(Status.OK_200, Fields.EMPTY, buffer);
        assertThat(hex()).isEqualTo("0788");
    }
}
