package dev.sluice.endtoend;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.AdminOptions;
import dev.sluice.ProgramException;
import dev.sluice.RunningGateway;
import dev.sluice.testkit.RawClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin listener on the wire: by which names, over TLS, and what it makes of models with secrets. */
@Timeout(60)
class AdminListenerTest {
    private static final String TOKEN = "sixteen-letters-or-more";

    @TempDir
    Path directory;

    private Path tokenFile;

    @BeforeEach
    void token() throws Exception {
        tokenFile = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    }

    private RunningGateway running(Consumer<AdminOptions.Builder> admin) {
        return gateway(g -> g.admin(a -> admin.accept(a.port(0).tokenFile(tokenFile)))
                        .route("all", any(), r -> r.respond(204)))
                .listen("127.0.0.1", 0);
    }

    private static URI admin(RunningGateway running, String target) {
        return URI.create(running.adminUri().orElseThrow() + target);
    }

    private static HttpRequest.Builder request(RunningGateway running, String target) {
        return HttpRequest.newBuilder(admin(running, target)).header("Authorization", "Bearer " + TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app.js", "/nothing", "/api/gateway", "/observe/metrics", "/observe/health/live"})
    void whatIsAddressedToAnotherNameIsMisdirectedWhereverItLeads(String target) throws Exception {
        try (RunningGateway running = running(a -> {})) {
            for (String host : new String[] {"evil.example", "evil.example:9900", "127.0.0.1.evil.example"}) {
                assertThat(answer(running, target, host))
                        .as(host)
                        .startsWith("HTTP/1.1 421 ")
                        .containsIgnoringCase("content-type: application/problem+json");
            }
            assertThat(answer(running, target, "localhost")).doesNotContain("421");
        }
    }

    private static String answer(RunningGateway running, String target, String host) throws Exception {
        try (RawClient client = RawClient.connect(admin(running, "").getPort())) {
            client.send(
                    "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n");
            return client.head();
        }
    }

    private Path take(Path file, String name) throws Exception {
        return Files.copy(file, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static int status(RunningGateway running, String target, Certificates trusted) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(Certificates.trusting(trusted))
                .build()) {
            return client.send(request(running, target).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void speaksTlsWithWhatItsFilesHaveAndTakesOthersWhenTheyAreReadAgain() throws Exception {
        Certificates first = Certificates.of(directory, "localhost");
        Certificates second = Certificates.of(Files.createDirectory(directory.resolve("second")), "localhost");
        Path certificate = take(first.certificatePem(), "certificate.pem");
        Path key = take(first.keyPem(), "key.pem");
        try (RunningGateway running = running(a -> a.host("localhost").certificate(certificate, key))) {
            assertThat(admin(running, "").getScheme()).isEqualTo("https");
            for (String target : new String[] {"/", "/api/gateway", "/observe/health/live", "/observe/metrics"}) {
                assertThat(status(running, target, first)).as(target).isEqualTo(200);
            }
            take(second.certificatePem(), "certificate.pem");
            assertThatThrownBy(running::reloadCertificates).hasMessageContaining("admin: tls: the private key");
            assertThat(status(running, "/api/gateway", first)).isEqualTo(200);
            take(second.keyPem(), "key.pem");
            running.reloadCertificates();
            assertThat(status(running, "/api/gateway", second)).isEqualTo(200);
            assertThatThrownBy(() -> status(running, "/api/gateway", first)).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aCertificateThatCannotBeHadIsAMistakeAtTheStart() {
        Path missing = directory.resolve("missing.pem");
        assertThatThrownBy(() -> running(a -> a.certificate(missing, missing)).close())
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("tls: certificate: cannot read '" + missing + "'");
    }

    @Test
    void whereOthersReachItItNeedsTlsOrAWord() {
        assertThatThrownBy(() -> running(a -> a.host("0.0.0.0")).close())
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("host 0.0.0.0 can be reached by other machines");
        assertThat(AdminOptions.builder()
                        .host("0.0.0.0")
                        .certificate(Path.of("a"), Path.of("b"))
                        .build()
                        .exposed())
                .isFalse();
    }

    @Test
    void aModelWhoseSecretsAreLeftOutIsRefusedAndEachIsNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), """
                admin: {port: 0, token-file: "%s"}
                listeners:
                  web: {host: 127.0.0.1, port: 0, tls: {certificates: {store: "%s", password: "%s"}}}
                pools:
                  api:
                    members: ["http://127.0.0.1:1"]
                routes:
                  - name: shop
                    when: Path("/shop")
                    steps:
                      - basic-auth: {realm: shop, users: {ada: lovelace}}
                      - api-key: {keys: [partner]}
                    forward-to: api
                """.formatted(
                        tokenFile, Certificates.of(directory, "localhost").pkcs12(), Certificates.PASSWORD));
        try (RunningGateway running = gateway(file).start();
                HttpClient client = HttpClient.newHttpClient()) {
            String model = client.send(request(running, "/api/model").build(), BodyHandlers.ofString())
                    .body();
            assertThat(model).contains("***").doesNotContain("lovelace", "partner", Certificates.PASSWORD);
            for (String target : new String[] {"/api/plan", "/api/apply"}) {
                HttpResponse<String> refused = client.send(
                        request(running, target)
                                .header("Content-Type", "application/yaml")
                                .header("If-Match", "*")
                                .POST(BodyPublishers.ofString(model))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(refused.statusCode()).isEqualTo(422);
                assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
                assertThat(refused.body())
                        .contains(
                                "listeners.web: tls: certificates: password must be",
                                "basic-auth: users: 'ada' must be",
                                "api-key: keys must be")
                        .contains("must be the secret itself: *** stands for one that was not written");
            }
            assertThat(running.history()).hasSize(1);
        }
    }
}
