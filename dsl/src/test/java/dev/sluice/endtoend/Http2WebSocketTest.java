package dev.sluice.endtoend;

import static dev.sluice.testkit.Http2Codes.CANCEL;
import static dev.sluice.testkit.Http2Codes.PROTOCOL_ERROR;
import static dev.sluice.testkit.Http2Frame.DATA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawHttp2Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets over HTTP/2 by extended CONNECT (RFC 8441), to a server of HTTP/1.1. */
@Timeout(60)
class Http2WebSocketTest {
    private static final String[] FIELDS = {"sec-websocket-version: 13", "sec-websocket-protocol: chat"};

    /** Switches as RFC 6455 §4.2.2 says, and then says what it hears in capitals. */
    private static void echo(FakeUpstream.Connection connection) throws IOException {
        String head = connection.readHead();
        String key = head.replaceAll("(?is).*sec-websocket-key: ([^\r]*)\r.*", "$1");
        connection.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Accept: " + accept(key) + "\r\nSec-WebSocket-Protocol: chat\r\n\r\n");
        connection.write("hello ");
        for (int next = connection.read(); next >= 0; next = connection.read()) {
            connection.write(String.valueOf((char) Character.toUpperCase(next)));
        }
        connection.write(" bye");
    }

    private static String accept(String key) {
        try {
            byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Asks for a WebSocket on a new stream. */
    private static int connect(RawHttp2Client client) {
        String[] all = Stream.concat(Stream.of(client.head("CONNECT", "/chat")), Stream.of(FIELDS))
                .toArray(String[]::new);
        String[] asking =
                Stream.concat(Stream.of(":protocol: websocket"), Stream.of(all)).toArray(String[]::new);
        int stream = client.newStream();
        client.headers(stream, false, asking);
        return stream;
    }

    private static String content(RawHttp2Client client, int stream, int length) {
        StringBuilder content = new StringBuilder();
        while (content.length() < length) {
            content.append(client.await(DATA, stream).payload());
        }
        return content.toString();
    }

    @Test
    void anUpgradeOfHttp11IsMadeOfItAndBytesGoBothWays() throws IOException {
        try (Wires wires = Wires.scripted(Http2WebSocketTest::echo)) {
            RawHttp2Client client = wires.http2();
            int stream = connect(client);
            Http2Frame head = client.expectResponse(stream, 200);
            assertThat(head.endsStream()).isFalse();
            assertThat(head.field("sec-websocket-protocol")).isEqualTo("chat");
            assertThat(head.fields())
                    .noneMatch(field -> field.matches("(connection|upgrade|sec-websocket-accept): .*"));
            assertThat(content(client, stream, 6)).isEqualTo("hello ");
            client.data(stream, false, "abc");
            assertThat(content(client, stream, 3)).isEqualTo("ABC");
            assertThat(wires.received()).startsWith("GET /chat HTTP/1.1\r\n");
            assertThat(wires.received("Upgrade")).containsExactly("websocket");
            assertThat(wires.received("Connection")).containsExactly("Upgrade");
            assertThat(wires.received("Sec-WebSocket-Version")).containsExactly("13");
            assertThat(wires.received("Sec-WebSocket-Key"))
                    .singleElement()
                    .satisfies(
                            key -> assertThat(Base64.getDecoder().decode(key)).hasSize(16));
        }
    }

    @Test
    void eachDirectionEndsWithItsStreamsDirection() throws IOException {
        try (Wires wires = Wires.scripted(Http2WebSocketTest::echo)) {
            RawHttp2Client client = wires.http2();
            int stream = connect(client);
            client.expectResponse(stream, 200);
            client.data(stream, true, "end");
            assertThat(client.body(stream)).isEqualTo("hello END bye");
            wires.awaitNoUpstreamConnection();
        }
    }

    @Test
    void aResetEndsTheTunnelAndTheConnectionGoesOn() throws IOException {
        try (Wires wires = Wires.scripted(Http2WebSocketTest::echo)) {
            RawHttp2Client client = wires.http2();
            int stream = connect(client);
            client.expectResponse(stream, 200);
            client.reset(stream, CANCEL);
            wires.awaitNoUpstreamConnection();
            client.untilPong();
        }
    }

    @Test
    void aRefusalIsAnOrdinaryResponse() throws IOException {
        try (Wires wires = Wires.answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno")) {
            RawHttp2Client client = wires.http2();
            int stream = connect(client);
            client.expectResponse(stream, 403);
            assertThat(client.body(stream)).isEqualTo("no");
        }
    }

    @Test
    void tunnelsShareAConnection() throws IOException {
        try (Wires wires = Wires.scripted(Http2WebSocketTest::echo)) {
            RawHttp2Client client = wires.http2();
            int first = connect(client);
            client.expectResponse(first, 200);
            int second = connect(client);
            client.expectResponse(second, 200);
            client.data(second, false, "two");
            client.data(first, false, "one");
            client.await("an answer to one", frame -> frame.stream() == first && isCapital(frame, "E"));
            client.data(first, true, "");
            client.await("the end of one", frame -> frame.stream() == first && frame.endsStream());
            client.data(second, true, "");
            client.await("the end of two", frame -> frame.stream() == second && frame.endsStream());
        }
    }

    private static boolean isCapital(Http2Frame frame, String last) {
        return frame.type() == DATA && frame.payload().endsWith(last);
    }

    /** RFC 8441 §4: with {@code :protocol}, {@code :scheme} and {@code :path} are there, and the method is CONNECT. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method: GET|:scheme: http|:path: /|:authority: a",
                ":method: CONNECT|:path: /|:authority: a",
                ":method: CONNECT|:scheme: http|:authority: a",
                ":method: CONNECT|:scheme: http|:path: /"
            })
    void aMalformedExtendedConnectIsAnError(String fields) throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            client.headers(1, false, (fields + "|:protocol: websocket").split("\\|"));
            client.expectReset(1, PROTOCOL_ERROR);
            assertThat(wires.upstream().heads()).isEmpty();
        }
    }
}
