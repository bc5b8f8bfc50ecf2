package dev.sluice.endtoend;

import static dev.sluice.testkit.Http2Codes.PROTOCOL_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.RawHttp2;
import dev.sluice.testkit.RawHttp2Client;
import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 over TLS in raw frames: what ALPN chooses (RFC 7301, RFC 9113 §3.2), and frames in records. */
@Timeout(60)
class Http2TlsTest {
    @TempDir
    static Path directory;

    private static Http2Gateway gateway;
    private static SSLContext trust;

    @BeforeAll
    static void start() throws Exception {
        gateway = new Http2Gateway(directory);
        trust = Certificates.trusting(gateway.certificates());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static SSLSocket connect(String version, String... protocols) throws Exception {
        int port = URI.create(gateway.secureUrl("/")).getPort();
        SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("localhost", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        parameters.setProtocols(new String[] {version});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void alpnChoosesH2(String version) throws Exception {
        SSLSocket socket = connect(version, "h2", "http/1.1");
        assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        try (RawHttp2Client client = RawHttp2Client.over(socket)) {
            client.handshake();
            assertThat(client.exchange("/hello", 200)).isEqualTo("hello");
        }
    }

    /** The server's preference counts (RFC 7301 §3.2). */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void h2IsChosenWhereverItStandsInTheClientsList(String version) throws Exception {
        try (SSLSocket socket = connect(version, "http/1.1", "http/1.0", "h2")) {
            assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        }
    }

    @Test
    void aClientWithoutAlpnOrWithoutH2GetsHttp11() throws Exception {
        for (String[] offered : new String[][] {{}, {"http/1.1"}}) {
            SSLSocket socket = connect("TLSv1.3", offered);
            assertThat(socket.getApplicationProtocol()).isNotEqualTo("h2");
            try (RawClient client = RawClient.over(socket)) {
                assertThat(client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .answer()
                                .body())
                        .isEqualTo("hello");
            }
        }
    }

    /** The end of a connection is told by a GOAWAY, over TLS too. */
    @Test
    void aConnectionErrorIsToldByGoAway() throws Exception {
        try (RawHttp2Client client = RawHttp2Client.over(connect("TLSv1.3", "h2"))) {
            client.handshake();
            assertThat(client.exchange("/hello", 200)).isEqualTo("hello");
            client.credit(0, 0);
            assertThat(client.expectGoAway(PROTOCOL_ERROR).value()).isEqualTo(1);
            client.expectClosed();
        }
    }

    /** A client that negotiated h2 and speaks HTTP/1.1 is not answered in it. */
    @Test
    void h2IsNothingElse() throws Exception {
        try (RawHttp2Client client = RawHttp2Client.over(connect("TLSv1.3", "h2"))) {
            client.send(RawHttp2.bytes("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            client.expectClosed();
            assertThat(client.seen()).noneMatch(frame -> frame.type() == Http2Frame.HEADERS);
        }
    }

    /** Frames need not begin with a record, nor end with one. */
    @Test
    void framesInSmallRecordsAreUnderstood() throws Exception {
        try (RawHttp2Client client = RawHttp2Client.over(connect("TLSv1.3", "h2"))) {
            client.handshake();
            int stream = client.newStream();
            byte[] frame = RawHttp2.frame(
                    Http2Frame.HEADERS,
                    Http2Frame.END_HEADERS | Http2Frame.END_STREAM,
                    stream,
                    RawHttp2.block(client.head("GET", "/hello")));
            for (byte each : frame) {
                client.send(new byte[] {each});
            }
            client.expectResponse(stream, 200);
            assertThat(client.body(stream)).isEqualTo("hello");
        }
    }
}
