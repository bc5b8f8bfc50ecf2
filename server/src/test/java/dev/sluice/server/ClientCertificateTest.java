package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.peer.ClientCertificate;
import dev.sluice.core.peer.Peer;
import dev.sluice.core.peer.Trust;
import dev.sluice.server.TlsOptions.ClientAuth;
import dev.sluice.testkit.RawClient;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.http.Status;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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

    /** Both hosts speak TLS by themselves. */
    @ParameterizedTest
    @EnumSource(names = {"WIRE", "PORTABLE"})
    @Retention(RetentionPolicy.RUNTIME)
    private @interface OnBothHosts {}

    private static Host.Running start(Host host, ClientAuth auth, WireOptions.Builder told) throws Exception {
        WireOptions clients = told.build();
        Pipeline pipeline = Host.pipeline(List.of(), ClientCertificateTest::told);
        if (host == Host.PORTABLE) {
            TlsClientAuth asked = auth == ClientAuth.NEED ? TlsClientAuth.REQUIRED : TlsClientAuth.OPTIONAL;
            return Host.portable(
                    routing -> {
                        routing.addFeature(new Trusting(clients.trust(), clients.clientCertificates()));
                        pipeline.install(routing);
                    },
                    Optional.of(gateway.server(asked, alice)));
        }
        TlsOptions tls = TlsOptions.builder()
                .certificate(gateway.pem(directory, "gateway"))
                .clientAuth(auth, authorities)
                .build();
        return Host.listen(
                pipeline::install,
                List.of(),
                Host.listening().tls(tls).clients(clients).build());
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

    @OnBothHosts
    void itsFactsAreThoseOfThePeer(Host host) throws Exception {
        ClientCertificate facts = ClientCertificate.of(alice.certificate()).orElseThrow();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(alice.certificate().getEncoded());
        assertThat(facts.subject()).isEqualTo("CN=alice");
        assertThat(facts.issuer()).isEqualTo("CN=alice");
        assertThat(facts.names()).containsExactly("alice", "127.0.0.1");
        assertThat(facts.serial())
                .isEqualTo(alice.certificate().getSerialNumber().toString(16));
        assertThat(facts.fingerprint()).isEqualTo(HexFormat.of().formatHex(digest));
        try (Host.Running server = start(host, ClientAuth.NEED, WireOptions.builder())) {
            assertThat(ask(server.port(), alice.client(gateway))).contains(facts.toString());
        }
    }

    @OnBothHosts
    void strangersStayOutIfACertificateIsNeededAndComeInIfItIsWanted(Host host) throws Exception {
        try (Host.Running server = start(host, ClientAuth.NEED, WireOptions.builder())) {
            assertThatThrownBy(() -> ask(server.port(), TestKeys.stranger(gateway)))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> ask(server.port(), mallory.client(gateway)))
                    .isInstanceOf(IOException.class);
        }
        try (Host.Running server = start(host, ClientAuth.WANT, WireOptions.builder())) {
            assertThat(ask(server.port(), TestKeys.stranger(gateway))).contains("certificate=Optional.empty");
            assertThat(ask(server.port(), alice.client(gateway))).contains("CN=alice");
        }
    }

    @OnBothHosts
    void upstreamsAreToldItWhenThatIsAskedForAndNeverWhatTheClientSaysItself(Host host) throws Exception {
        try (Host.Running silent = start(host, ClientAuth.NEED, WireOptions.builder());
                Host.Running telling =
                        start(host, ClientAuth.WANT, WireOptions.builder().clientCertificates(true))) {
            assertThat(ask(silent.port(), alice.client(gateway))).doesNotContainIgnoringCase("client-cert", "forged");
            assertThat(ask(telling.port(), alice.client(gateway)))
                    .contains("Client-Cert: :" + encoded(alice) + ":")
                    .doesNotContain("forged", "Client-Cert-Chain");
            assertThat(ask(telling.port(), TestKeys.stranger(gateway)))
                    .doesNotContainIgnoringCase("client-cert:", "forged");
        }
    }

    @OnBothHosts
    void isToldOverHttp2Too(Host host) throws Exception {
        try (Host.Running server =
                        start(host, ClientAuth.NEED, WireOptions.builder().clientCertificates(true));
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(alice.client(gateway))
                        .build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/"))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body())
                    .contains("CN=alice")
                    .containsIgnoringCase("Client-Cert: :" + encoded(alice) + ":");
        }
    }

    @OnBothHosts
    void whatATrustedHopTellsOfItsClientStays(Host host) throws Exception {
        WireOptions.Builder clients =
                WireOptions.builder().clientCertificates(true).trust(Trust.in("127.0.0.0/8"));
        try (Host.Running server = start(host, ClientAuth.WANT, clients)) {
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
