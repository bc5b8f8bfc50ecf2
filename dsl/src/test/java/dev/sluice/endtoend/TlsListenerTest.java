package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.common.tls.TlsConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients over TLS: certificates from PEM and PKCS12, clients with certificates, reload without a restart. */
class TlsListenerTest {
    @TempDir
    static Path directory;

    private static Certificates own;
    private static Certificates client;
    private static Certificates stranger;

    @BeforeAll
    static void certificates() throws Exception {
        own = Certificates.of(directory, "localhost");
        client = Certificates.of(directory, "client");
        stranger = Certificates.of(directory, "stranger");
    }

    private static Tls pem(Certificates certificates) throws Exception {
        return pemBuilder(certificates).build();
    }

    private static TlsConfig.Builder pemBuilder(Certificates certificates) throws Exception {
        Resource chain = Resource.create(certificates.certificatePem());
        Resource key = Resource.create(certificates.keyPem());
        return Tls.builder()
                .privateKey(keys -> keys.pem(pem -> pem.key(key)))
                .privateKeyCertChain(keys -> keys.pem(pem -> pem.certChain(chain)));
    }

    private static Tls pkcs12(Certificates certificates) {
        Resource file = Resource.create(certificates.pkcs12());
        Keys keys = Keys.builder()
                .keystore(store ->
                        store.keystore(file).passphrase(Certificates.PASSWORD).keyAlias("own"))
                .build();
        return Tls.builder()
                .privateKey(keys.privateKey().orElseThrow())
                .privateKeyCertChain(keys.certChain())
                .build();
    }

    private static Wires listening(Tls tls) {
        FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
        return Wires.listening(upstream, proxy().forward(upstream.url()), listen -> listen.tls(tls));
    }

    private static HttpResponse<String> get(Wires wires, SSLContext context) throws Exception {
        try (HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + wires.port() + "/x"))
                    .build();
            return http.send(request, BodyHandlers.ofString());
        }
    }

    @Test
    void servesWithPemAndTellsTheUpstreamSo() throws Exception {
        try (Wires wires = listening(pem(own))) {
            HttpResponse<String> response = get(wires, Certificates.trusting(own));
            assertThat(response.body()).isEqualTo("ok");
            assertThat(response.version()).as("chosen by ALPN").isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(wires.received("X-Forwarded-Proto")).containsExactly("https");
            assertThat(wires.received("X-Forwarded-Port")).containsExactly(String.valueOf(wires.port()));
        }
    }

    @Test
    void servesWithPkcs12() throws Exception {
        try (Wires wires = listening(pkcs12(own))) {
            assertThat(get(wires, Certificates.trusting(own)).body()).isEqualTo("ok");
        }
    }

    @Test
    void takesOnlyClientsWithACertificateThatItTrusts() throws Exception {
        Tls mutual = pemBuilder(own)
                .clientAuth(TlsClientAuth.REQUIRED)
                .trust(List.of(client.certificate()))
                .build();
        try (Wires wires = listening(mutual)) {
            assertThat(get(wires, client.context(own)).body()).isEqualTo("ok");
            assertThatThrownBy(() -> get(wires, stranger.context(own))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(wires, Certificates.trusting(own))).isInstanceOf(IOException.class);
            assertThat(wires.upstream().heads()).hasSize(1);
        }
    }

    /** RFC 7301: HTTP/1.1 is agreed on by ALPN. */
    @Test
    void agreesOnHttp11AndSpeaksItRaw() throws Exception {
        try (Wires wires = listening(pem(own));
                SSLSocket socket = (SSLSocket)
                        Certificates.trusting(own).getSocketFactory().createSocket("localhost", wires.port())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            socket.setSSLParameters(parameters);
            try (RawClient raw = RawClient.over(socket)) {
                raw.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(raw.answer().body()).isEqualTo("ok");
                assertThat(raw.answer().body()).isEqualTo("ok");
                assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
                assertThat(raw.send("BAD\r\n\r\n").answer().status()).isEqualTo(400);
            }
        }
    }

    @Test
    void plainTextAtATlsPortHarmsNobody() throws Exception {
        try (Wires wires = listening(pem(own))) {
            try (RawClient plain = wires.connect()) {
                plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                plain.restOrReset();
            }
            assertThat(get(wires, Certificates.trusting(own)).body()).isEqualTo("ok");
        }
    }

    @Test
    void aClientThatLeavesOverTlsIsNoticed() throws Exception {
        FakeUpstream silent = FakeUpstream.scripted(connection -> connection.readAll());
        Tls tls = pem(own);
        try (Wires wires = Wires.listening(silent, proxy().forward(silent.url()), listen -> listen.tls(tls));
                SSLSocket socket = (SSLSocket)
                        Certificates.trusting(own).getSocketFactory().createSocket("localhost", wires.port())) {
            RawClient client = RawClient.over(socket).send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Eventually.holds("the upstream is asked", () -> silent.openConnections() == 1);
            client.reset();
            wires.awaitNoUpstreamConnection();
        }
    }

    @Test
    void certificatesAreReloadedWithoutARestart() throws Exception {
        Certificates next = Certificates.of(Files.createDirectory(directory.resolve("next")), "localhost");
        try (Wires wires = listening(pem(own))) {
            assertThat(get(wires, Certificates.trusting(own)).statusCode()).isEqualTo(200);
            wires.gateway().reloadTls(pem(next));
            assertThat(get(wires, Certificates.trusting(next)).statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> get(wires, Certificates.trusting(own))).isInstanceOf(IOException.class);
        }
    }
}
