package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.core.syntax.Cidr;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.RawHttp2Client;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A load balancer says who the client is before the client's TLS begins (PROXY protocol, versions 1 and 2). */
@Timeout(60)
class ProxyProtocolTlsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";
    private static final String FROM_IPV4 = "\313\0\161\7\300\0\2\1\22\147\0\120"; // 203.0.113.7:4711 to 192.0.2.1:80
    private static final int PATIENCE_MILLIS = 10_000;

    @TempDir
    static Path directory;

    private static Certificates certificates;
    private static SSLContext trust;

    private Wires wires;

    @BeforeAll
    static void makeKeys() throws Exception {
        certificates = Certificates.of(directory, "localhost");
        trust = Certificates.trusting(certificates);
    }

    private void listen(String trusted) throws Exception {
        FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
        Path certificate = certificates.certificatePem();
        Path key = certificates.keyPem();
        wires = Wires.listening(
                upstream,
                proxy().forward(upstream.url()),
                listen -> listen.certificate(certificate, key)
                        .clients(clients -> clients.proxyProtocolFrom(List.of(Cidr.of(trusted)))));
    }

    @AfterEach
    void stop() throws IOException {
        wires.close();
    }

    /** A connection whose header leaves in one write with the first bytes of TLS. */
    private static final class Announced extends Socket {
        private byte[] header;

        Announced(int port, byte[] header) throws IOException {
            super(InetAddress.getLoopbackAddress(), port);
            this.header = header;
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            OutputStream real = super.getOutputStream();
            return new FilterOutputStream(real) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    byte[] all = new byte[header.length + length];
                    System.arraycopy(header, 0, all, 0, header.length);
                    System.arraycopy(bytes, offset, all, header.length, length);
                    header = new byte[0];
                    real.write(all);
                }
            };
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private SSLSocket connect(String header, boolean atOnce, String protocol) throws IOException {
        Socket socket = new Announced(wires.port(), bytes(atOnce ? header : ""));
        socket.setSoTimeout(PATIENCE_MILLIS);
        if (!atOnce) {
            socket.getOutputStream().write(bytes(header));
        }
        SSLSocket secured = (SSLSocket) trust.getSocketFactory().createSocket(socket, "localhost", wires.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private void ask(SSLSocket socket) throws IOException {
        if (socket.getApplicationProtocol().equals("h2")) {
            try (RawHttp2Client client = RawHttp2Client.over(socket)) {
                client.handshake();
                assertThat(client.exchange("/", 200)).isEqualTo("ok");
            }
        } else {
            try (RawClient client = RawClient.over(socket)) {
                assertThat(client.send(GET).answer().body()).isEqualTo("ok");
            }
        }
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                arguments("PROXY TCP4 203.0.113.7 192.0.2.1 4711 443\r\n", "203.0.113.7"),
                arguments("PROXY TCP6 2001:db8::7 2001:db8::1 4711 443\r\n", "2001:db8::7"),
                arguments("PROXY UNKNOWN\r\n", "127.0.0.1"),
                arguments(SIGNATURE + "\41\21\0\14" + FROM_IPV4, "203.0.113.7"),
                arguments(SIGNATURE + "\41\21\0\23" + FROM_IPV4 + "\4\0\4\0\0\0\0", "203.0.113.7"), // with a TLV
                arguments(SIGNATURE + "\40\0\0\0", "127.0.0.1")); // LOCAL: a health check of the load balancer's own
    }

    @ParameterizedTest
    @MethodSource("headers")
    void aHeaderBeforeTlsSaysWhoTheClientIs(String header, String client) throws Exception {
        listen("127.0.0.0/8");
        for (String protocol : List.of("http/1.1", "h2")) {
            for (boolean atOnce : new boolean[] {true, false}) {
                SSLSocket socket = connect(header, atOnce, protocol);
                assertThat(socket.getApplicationProtocol()).isEqualTo(protocol);
                ask(socket);
                assertThat(wires.received("X-Real-Ip"))
                        .as("%s, %s", protocol, atOnce)
                        .containsExactly(client);
                assertThat(wires.received("X-Forwarded-Proto")).containsExactly("https");
            }
        }
        assertThat(wires.upstream().heads()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PROXY\r\n",
                "PROXY TCP4 203.0.113.7\r\n",
                "PROXY TCP4 203.0.113.7 192.0.2.1 port 443\r\n",
                "proxy UNKNOWN\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                SIGNATURE + "\61\21\0\14" + FROM_IPV4, // version 3
                SIGNATURE + "\42\21\0\14" + FROM_IPV4, // an unknown command
                SIGNATURE + "\41\21\0\4\313\0\161\7" // shorter than its addresses
            })
    void withoutAHeaderOrWithAWrongOneThereIsNoHandshake(String header) throws Exception {
        listen("127.0.0.0/8");
        assertThatThrownBy(() -> connect(header, true, "h2")).isInstanceOf(IOException.class);
        assertThat(wires.upstream().connections()).isZero();
    }

    @Test
    void whoIsNotTrustedIsNotServed() throws Exception {
        listen("192.0.2.0/24");
        for (String protocol : List.of("http/1.1", "h2")) {
            assertThatThrownBy(() -> {
                        try (SSLSocket socket =
                                connect("PROXY TCP4 203.0.113.7 192.0.2.1 4711 443\r\n", true, protocol)) {
                            socket.getOutputStream().write(bytes(GET));
                            assertThat(socket.getInputStream().read()).isNegative();
                            throw new IOException("closed in order");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(wires.upstream().connections()).isZero();
    }
}
