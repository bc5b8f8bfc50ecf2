package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RunningProxy;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import io.helidon.common.configurable.Resource;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upstreams over TLS: whom to trust, whom to show oneself to, and that the default is to verify (RFC 9110 §4.3.4). */
class TlsUpstreamTest {
    @TempDir
    static Path directory;

    private static Certificates own;
    private static Certificates gatekeeper;
    private static SSLServerSocket listener;
    private static final int HELLO = 200;
    private static final List<String> clients = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        own = Certificates.of(directory, "localhost");
        gatekeeper = Certificates.of(directory, "gatekeeper");
        listener = (SSLServerSocket) own.context(gatekeeper)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setWantClientAuth(true);
        Thread.ofVirtual().start(TlsUpstreamTest::accept);
    }

    @AfterAll
    static void stop() throws IOException {
        listener.close();
    }

    private static void accept() {
        while (!listener.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(SSLSocket socket) {
        try {
            socket.startHandshake();
            clients.add(socket.getSession().getPeerPrincipal().getName());
        } catch (IOException nobody) {
            clients.add("nobody");
        }
        answer(socket);
    }

    private static void answer(SSLSocket socket) {
        try (socket) {
            int end = 0;
            while (end < 4) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return;
                }
                end = next == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : 0;
            }
            socket.getOutputStream().write(Wires.OK.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            // the gateway does not trust us
        }
    }

    private static int status(String host, Consumer<ForwarderOptions.Builder> options) throws IOException {
        String url = "https://" + host + ":" + listener.getLocalPort();
        try (RunningProxy gateway = Wires.start(proxy().forward(url, options));
                RawClient client = RawClient.connect(gateway.port())) {
            return client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().status();
        }
    }

    private static Tls trusting(Certificates authority) throws Exception {
        return Tls.builder().trust(List.of(authority.certificate())).build();
    }

    @Test
    void anAuthorityOfOnesOwnIsTrustedThroughTheWebClient() throws Exception {
        Tls tls = trusting(own);
        WebClient client = WebClient.builder().tls(tls).build();
        assertThat(status("localhost", options -> options.webClient(client))).isEqualTo(200);
    }

    /** RFC 6066 §3: the hello names the upstream. An outbound proxy is asked for the tunnel, so that any name will do. */
    @Test
    void theHelloNamesTheUpstream() throws Exception {
        CompletableFuture<String> hello = new CompletableFuture<>();
        FakeUpstream between = FakeUpstream.scripted(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\n\r\n");
            hello.complete(connection.read(HELLO));
        });
        WebClient client = WebClient.builder()
                .proxy(Proxy.builder().host("127.0.0.1").port(between.port()).build())
                .build();
        try (Wires wires =
                Wires.of(between, proxy().forward("https://up.example", options -> options.webClient(client)))) {
            assertThat(wires.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n").status()).isEqualTo(502);
            assertThat(wires.received()).startsWith("CONNECT up.example:443 HTTP/1.1\r\n");
            assertThat(hello.get()).contains("\0\nup.example");
        }
    }

    @Test
    void anAuthorityOfOnesOwnIsTrustedThroughTls() throws Exception {
        Tls tls = trusting(own);
        assertThat(status("localhost", options -> options.tls(tls))).isEqualTo(200);
    }

    @Test
    void aWrongAuthorityIsABadGateway() throws Exception {
        Tls tls = trusting(gatekeeper);
        assertThat(status("localhost", options -> options.tls(tls))).isEqualTo(502);
    }

    @Test
    void theDefaultIsToVerify() throws Exception {
        assertThat(status("localhost", options -> {})).isEqualTo(502);
    }

    @Test
    void aCertificateOfAnotherNameIsABadGateway() throws Exception {
        Tls tls = trusting(own);
        assertThat(status("127.0.0.1", options -> options.tls(tls))).isEqualTo(502);
    }

    @Test
    void verificationIsSkippedOnlyWhereAskedForByName() throws Exception {
        assertThat(status("127.0.0.1", ForwarderOptions.Builder::insecureSkipVerify))
                .isEqualTo(200);
    }

    @Test
    void theGatewayShowsACertificateOfItsOwn() throws Exception {
        Resource chain = Resource.create(gatekeeper.certificatePem());
        Resource key = Resource.create(gatekeeper.keyPem());
        Tls tls = Tls.builder()
                .trust(List.of(own.certificate()))
                .privateKey(keys -> keys.pem(pem -> pem.key(key)))
                .privateKeyCertChain(keys -> keys.pem(pem -> pem.certChain(chain)))
                .build();
        assertThat(status("localhost", options -> options.tls(tls))).isEqualTo(200);
        assertThat(clients.getLast()).isEqualTo("CN=gatekeeper");
    }
}
