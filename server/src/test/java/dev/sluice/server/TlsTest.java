package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.peer.Peer;
import dev.sluice.testkit.RawClient;
import io.helidon.common.tls.Tls;
import io.helidon.http.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire host over TLS: the same HTTP/1.1, and what is known of the session. */
class TlsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    private static Path directory;

    private static TestKeys gateway;
    private static TestKeys renewed;
    private static TestKeys alice;

    private RunningServer server;

    @BeforeAll
    static void makeKeys() throws Exception {
        gateway = TestKeys.of("gateway", directory);
        renewed = TestKeys.of("renewed", directory);
        alice = TestKeys.of("alice", directory);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private void start(Tls tls, WireOptions.Builder wire, Handler handler) {
        ListenOptions options = Host.listening().tls(tls).clients(wire.build()).build();
        server = RunningServer.start(Host.pipeline(List.of(), handler)::install, Host.HOSTING, options);
    }

    private void start(Tls tls, Handler handler) {
        start(tls, WireOptions.builder(), handler);
    }

    private SSLSocket socket(SSLContext context, String... protocols) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("gate.example")));
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    private static Response session(Request request) {
        Peer.TlsSession tls = request.client().peer().tls().orElseThrow();
        return Response.of(
                Status.OK_200,
                tls.version() + " " + tls.cipherSuite().startsWith("TLS_") + " " + tls.serverName() + " "
                        + tls.principal());
    }

    @ParameterizedTest(name = "{0}: the pipeline knows version, cipher suite and server name; ALPN agrees on http/1.1")
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void knowsTheSession(String version) throws Exception {
        start(gateway.server(), TlsTest::session);
        SSLSocket socket = socket(TestKeys.stranger(gateway), version);
        assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        try (RawClient client = RawClient.over(socket)) {
            assertThat(client.send(GET).answer().body()).isEqualTo(version + " true gate.example ");
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("a client's certificate is asked for, checked and told to the pipeline")
    void mutualTls() throws Exception {
        start(gateway.server(alice), TlsTest::session);
        try (RawClient client = RawClient.over(socket(alice.client(gateway)))) {
            assertThat(client.send(GET).answer().body()).endsWith(" CN=alice");
        }
    }

    @ParameterizedTest(name = "{0}: without a certificate that is trusted nobody comes in")
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void strangersStayOut(String version) {
        Echo pipeline = new Echo();
        start(gateway.server(alice), pipeline);
        assertThatThrownBy(() -> {
                    try (RawClient client = RawClient.over(socket(TestKeys.stranger(gateway), version))) {
                        client.send(GET).answer();
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(pipeline.seen()).isEmpty();
    }

    @Test
    @DisplayName("certificates are exchanged for new connections without a restart")
    void reloads() throws Exception {
        start(gateway.server(), new Echo());
        try (RawClient old = RawClient.over(socket(TestKeys.stranger(gateway)))) {
            server.reloadTls(renewed.server());
            assertThatThrownBy(() -> socket(TestKeys.stranger(gateway))).isInstanceOf(IOException.class);
            try (RawClient fresh = RawClient.over(socket(TestKeys.stranger(renewed)))) {
                assertThat(fresh.send(GET).answer().status()).isEqualTo(200);
            }
            assertThat(old.send(GET).answer().status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("a certificate that nobody could be served with is refused, at the start and in its place")
    void mistakes() throws Exception {
        Tls broken = Tls.builder()
                .privateKey(alice.key())
                .addPrivateKeyCertChain(gateway.certificate())
                .build();
        assertThatThrownBy(() ->
                        ListenOptions.builder().tls(broken).maxConnections(0).build())
                .hasMessageContainingAll("maxConnections", "tls: the private key is not that of", "CN=gateway");
        start(gateway.server(), new Echo());
        assertThatThrownBy(() -> server.reloadTls(broken)).hasMessageContaining("tls: the private key is not that of");
        try (RawClient client = RawClient.over(socket(TestKeys.stranger(gateway)))) {
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest(name = "{0}: a client that comes again resumes its session (RFC 8446 §2.2, RFC 5077)")
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void resumes(String version) throws Exception {
        start(gateway.server(), TlsTest::session);
        SSLContext one = TestKeys.stranger(gateway);
        SSLSocket first = socket(one, version);
        first.getSession().putValue("made", "before");
        try (RawClient client = RawClient.over(first)) {
            assertThat(client.send(GET).answer().status()).isEqualTo(200); // behind the ticket
        }
        SSLSocket second = socket(one, version);
        try (RawClient client = RawClient.over(second)) {
            assertThat(second.getSession().getValue("made")).isEqualTo("before");
            assertThat(client.send(GET).answer().body()).isEqualTo(version + " true gate.example ");
        }
    }

    @Test
    @DisplayName("big bodies pass both ways, and the end is TLS's own")
    void bodies() throws Exception {
        start(gateway.server(), request -> Response.of(Status.OK_200, Fields.EMPTY, request.body()));
        byte[] body = new byte[2_000_000];
        try (RawClient client = RawClient.over(socket(TestKeys.stranger(gateway)))) {
            Thread upload = Thread.ofVirtual().start(() -> {
                try {
                    client.send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + body.length
                                    + "\r\n\r\n")
                            .send(body);
                } catch (IOException failed) {
                    throw new AssertionError(failed);
                }
            });
            assertThat(client.answer().body()).hasSize(body.length);
            assertThat(client.rest()).isEmpty();
            upload.join();
        }
    }

    @Test
    @DisplayName("a client that leaves is noticed through TLS, too")
    void clientGone() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        start(gateway.server(), request -> {
            request.client().onGone(gone::countDown);
            try {
                assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            return Response.of(Status.OK_200, Fields.EMPTY, Body.empty());
        });
        SSLSocket socket = socket(TestKeys.stranger(gateway));
        try (RawClient client = RawClient.over(socket)) {
            client.send(GET);
        }
        assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("a slow head is cut, and a handshake that does not come to its end as well")
    void deadlines() throws Exception {
        start(gateway.server(), WireOptions.builder().headTimeout(Duration.ofSeconds(2)), new Echo());
        try (RawClient silent = RawClient.connect(server.port());
                RawClient slow = RawClient.over(socket(TestKeys.stranger(gateway)))) {
            slow.send("GET / HT");
            assertThat(slow.restOrReset()).matches("(?s)(HTTP/1.1 408 .*|)");
            assertThat(silent.restOrReset()).isIn("", "<reset>");
        }
    }
}
