package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ClientCertificate;
import dev.sluice.core.Peer;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Trust;
import dev.sluice.server.TlsOptions.ClientAuth;
import dev.sluice.testkit.RawClient;
import io.helidon.common.tls.Tls;
import io.helidon.http.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mutual TLS: who comes in, what the pipeline knows of it, and what upstreams are told (RFC 9440). */
@Timeout(60)
class ClientCertificateTest {
    private static final String FORGED = String.join(
            "\r\n",
            "GET / HTTP/1.1",
            "Host: a",
            "Client-Cert: :forged:",
            "client_cert: :forged:",
            "Client-Cert-Chain: :forged:",
            "X-SSL-Client-Cert: forged",
            "",
            "");

    @TempDir
    private static Path directory;

    private static TestKeys gateway;
    private static TestKeys alice;
    private static TestKeys mallory;
    private static Path authorities;

    @BeforeAll
    static void makeKeys() throws Exception {
        gateway = TestKeys.of("gateway", directory);
        alice = TestKeys.of("alice", directory);
        mallory = TestKeys.of("mallory", directory);
        authorities = alice.pem(directory, "alice").certificate().orElseThrow();
    }

    private static RunningServer start(ClientAuth auth, WireOptions.Builder clients) throws Exception {
        TlsOptions tls = TlsOptions.builder()
                .certificate(gateway.pem(directory, "gateway"))
                .clientAuth(auth, authorities)
                .build();
        return RunningServer.start(
                Host.pipeline(List.of(), ClientCertificateTest::told)::install,
                Host.HOSTING,
                Host.listening().tls(tls).clients(clients.build()).build());
    }

    private static Response told(Request request) {
        return Response.of(Status.OK_200, request.client().peer().tls() + "\n" + request.fields());
    }

    private static String ask(int port, SSLContext client) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        try (RawClient raw = RawClient.over(socket)) {
            return raw.send(FORGED).answer().body();
        }
    }

    private static String encoded(TestKeys keys) throws Exception {
        return Base64.getEncoder().encodeToString(keys.certificate().getEncoded());
    }

    @Test
    void itsFactsAreThoseOfThePeer() throws Exception {
        ClientCertificate facts = ClientCertificate.of(alice.certificate()).orElseThrow();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(alice.certificate().getEncoded());
        assertThat(facts.subject()).isEqualTo("CN=alice");
        assertThat(facts.issuer()).isEqualTo("CN=alice");
        assertThat(facts.names()).containsExactly("alice", "127.0.0.1");
        assertThat(facts.serial())
                .isEqualTo(alice.certificate().getSerialNumber().toString(16));
        assertThat(facts.fingerprint()).isEqualTo(HexFormat.of().formatHex(digest));
        try (RunningServer server = start(ClientAuth.NEED, WireOptions.builder())) {
            assertThat(ask(server.port(), alice.client(gateway))).contains(facts.toString());
        }
    }

    @Test
    void strangersStayOutIfACertificateIsNeededAndComeInIfItIsWanted() throws Exception {
        try (RunningServer server = start(ClientAuth.NEED, WireOptions.builder())) {
            assertThatThrownBy(() -> ask(server.port(), TestKeys.stranger(gateway)))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> ask(server.port(), mallory.client(gateway)))
                    .isInstanceOf(IOException.class);
        }
        try (RunningServer server = start(ClientAuth.WANT, WireOptions.builder())) {
            assertThat(ask(server.port(), TestKeys.stranger(gateway))).contains("certificate=Optional.empty");
            assertThat(ask(server.port(), alice.client(gateway))).contains("CN=alice");
        }
    }

    @Test
    void upstreamsAreToldItWhenThatIsAskedForAndNeverWhatTheClientSaysItself() throws Exception {
        try (RunningServer silent = start(ClientAuth.NEED, WireOptions.builder());
                RunningServer telling =
                        start(ClientAuth.WANT, WireOptions.builder().clientCertificates(true))) {
            assertThat(ask(silent.port(), alice.client(gateway))).doesNotContainIgnoringCase("client-cert", "forged");
            assertThat(ask(telling.port(), alice.client(gateway)))
                    .contains("Client-Cert: :" + encoded(alice) + ":")
                    .doesNotContain("forged", "Client-Cert-Chain");
            assertThat(ask(telling.port(), TestKeys.stranger(gateway)))
                    .doesNotContainIgnoringCase("client-cert:", "forged");
        }
    }

    @Test
    void whatATrustedHopTellsOfItsClientStays() throws Exception {
        WireOptions.Builder clients =
                WireOptions.builder().clientCertificates(true).trust(Trust.in("127.0.0.0/8"));
        try (RunningServer server = start(ClientAuth.WANT, clients)) {
            assertThat(ask(server.port(), alice.client(gateway)))
                    .contains("Client-Cert: :forged:")
                    .doesNotContain(encoded(alice) + ":\n");
        }
    }

    @ParameterizedTest
    @EnumSource(Host.class)
    void aForgedOneStaysOutOnBothHosts(Host host) throws IOException {
        try (Host.Running server = host.start(new Echo());
                RawClient client = server.connect()) {
            assertThat(client.send(FORGED).answer().body()).doesNotContainIgnoringCase("forged");
        }
        try (Host.Running server = host.start(new Echo(), Trust.in("127.0.0.0/8"));
                RawClient client = server.connect()) {
            assertThat(client.send(FORGED).answer().body()).containsIgnoringCase("Client-Cert: :forged:");
        }
    }

    @Test
    void aTlsOfHelidonsTellsThemToo() throws Exception {
        Tls own = gateway.server(alice);
        try (RunningServer server = RunningServer.start(
                Host.pipeline(List.of(), ClientCertificateTest::told)::install,
                Host.HOSTING,
                Host.listening()
                        .tls(own)
                        .clients(WireOptions.builder().clientCertificates(true).build())
                        .build())) {
            assertThat(ask(server.port(), alice.client(gateway))).contains("Client-Cert: :" + encoded(alice) + ":");
        }
    }

    @Test
    void whereThereIsNoneThereAreNoFacts() {
        assertThat(ClientCertificate.of()).isEmpty();
        assertThat(new Peer.TlsSession("TLSv1.3", "", "", "").certificate()).isEmpty();
    }
}
