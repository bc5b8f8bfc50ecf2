package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.options.MistakesException;
import dev.sluice.core.options.Secret;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates out of files, chosen by the name that a client asks for, and exchanged while connections are open. */
@Timeout(60)
class CertificatesTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    private static Path made;

    private static TestKeys first;
    private static TestKeys wild;
    private static TestKeys rsa;
    private static TestKeys renewed;
    private static TestKeys expired;

    @TempDir
    private Path directory;

    private @Nullable RunningServer server;

    @BeforeAll
    static void makeKeys() throws Exception {
        first = TestKeys.named("first", made, "a.example", "b.example");
        wild = TestKeys.named("wild", made, "*.wild.example", "x.deep.wild.example");
        rsa = TestKeys.ofRsa("rsa", made, "rsa.example");
        renewed = TestKeys.named("renewed", made, "a.example");
        expired = TestKeys.of("expired", made, "-startdate", "-3d", "-validity", "1");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    private RunningServer start(TlsOptions.Builder tls) {
        RunningServer started = RunningServer.start(
                Host.pipeline(List.of(), new Echo())::install,
                Host.HOSTING,
                Host.listening().tls(tls.build()).build());
        server = started;
        return started;
    }

    private static TlsOptions.Builder showing(CertificateFiles... files) {
        TlsOptions.Builder tls = TlsOptions.builder();
        List.of(files).forEach(tls::certificate);
        return tls;
    }

    private static SSLSocket connect(int port, String name, String... protocols) throws Exception {
        SSLContext context = TestKeys.stranger(first, wild, rsa, renewed);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        SSLParameters parameters = socket.getSSLParameters();
        if (!name.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    private static String shown(int port, String name, String... protocols) throws Exception {
        try (SSLSocket socket = connect(port, name, protocols)) {
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    @Test
    void countsHandshakesAndTellsWhenTheFirstCertificateExpires() throws Exception {
        RunningServer running = start(showing(first.pem(directory, "first"), rsa.pem(directory, "rsa")));
        shown(running.port(), "a.example");
        try (RawClient plain = RawClient.connect(running.port())) {
            plain.send(GET).restOrReset();
        }
        Await.until(() ->
                running.stats().get("listener.tls.done") >= 1 && running.stats().get("listener.tls.failed") >= 1);
        Instant end = Stream.of(first, rsa)
                .map(keys -> keys.certificate().getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        assertThat(running.stats())
                .containsEntry("listener.tls.done", 1L)
                .containsEntry("listener.tls.failed", 1L)
                .containsEntry("listener.certificate.expiry", end.getEpochSecond());
    }

    @ParameterizedTest(name = "{0} is shown {1}")
    @CsvSource({
        "a.example, CN=first",
        "B.Example, CN=first",
        "x.wild.example, CN=wild",
        "x.deep.wild.example, CN=wild",
        "y.deep.wild.example, CN=first",
        "wild.example, CN=first",
        "rsa.example, CN=rsa",
        "other.example, CN=first",
        "'', CN=first"
    })
    void showsTheCertificateOfTheNameThatIsAskedForElseTheFirst(String name, String subject) throws Exception {
        RunningServer running = start(showing(
                first.pem(directory, "first"),
                CertificateFiles.pkcs12(made.resolve("wild.p12"), Secret.of("changeit")),
                rsa.pem(directory, "rsa")));
        assertThat(shown(running.port(), name, "TLSv1.3")).isEqualTo(subject);
        assertThat(shown(running.port(), name, "TLSv1.2")).isEqualTo(subject);
    }

    @Test
    void tellsAllThatIsWrongWithTheFilesAtTheStart() throws Exception {
        CertificateFiles mixed = CertificateFiles.pem(
                first.pem(directory, "first").certificate().orElseThrow(),
                rsa.pem(directory, "rsa").key().orElseThrow());
        CertificateFiles old = expired.pem(directory, "expired");
        CertificateFiles again = renewed.pem(directory, "renewed");
        assertThatThrownBy(() -> start(showing(mixed, old, again, old)))
                .isInstanceOfSatisfying(
                        MistakesException.class,
                        wrong -> assertThat(wrong.mistakes())
                                .satisfiesExactlyInAnyOrder(
                                        key -> assertThat(key)
                                                .startsWith(
                                                        "tls: the private key (RSA) is not that of the certificate of"
                                                                + " CN=first (EC), read from '"),
                                        expiry -> assertThat(expiry)
                                                .startsWith("tls: the certificate of CN=expired, read from")
                                                .contains("expired at "),
                                        twice -> assertThat(twice)
                                                .startsWith("tls: two certificates are for the name a.example: "),
                                        expiry -> assertThat(expiry).contains("expired at "),
                                        twice -> assertThat(twice)
                                                .startsWith("tls: two certificates are for the name expired: ")));
    }

    @Test
    void tellsAllFilesThatCannotBeRead() throws Exception {
        Path none = directory.resolve("none");
        Path text = Files.writeString(directory.resolve("text"), "no certificate");
        TlsOptions.Builder tls = showing(
                        CertificateFiles.pem(none, none),
                        CertificateFiles.pkcs12(made.resolve("wild.p12"), Secret.of("wrong")),
                        CertificateFiles.pkcs12(none, Secret.of("")))
                .clientAuth(TlsOptions.ClientAuth.NEED, text);
        assertThatThrownBy(() -> start(tls))
                .hasMessageContainingAll(
                        "tls: certificate: cannot read '" + none + "'",
                        "tls: store: '" + made.resolve("wild.p12") + "' cannot be read as PKCS #12 with this password",
                        "tls: store: '" + none + "' cannot be read: there is no such file",
                        "tls: authorities: '" + text + "' is not in PEM");
    }

    @Test
    void optionsThatDoNotFitAreMistakesWithoutAnyFileRead() {
        assertThatThrownBy(() -> TlsOptions.builder()
                        .protocols("SSLv3")
                        .clientAuth(TlsOptions.ClientAuth.WANT)
                        .reloadEvery(Duration.ofSeconds(-1))
                        .build())
                .hasMessageContainingAll("certificates", "authorities", "SSLv3", "reloadEvery");
        assertThatThrownBy(() -> new CertificateFiles(
                        java.util.Optional.of(directory),
                        java.util.Optional.empty(),
                        java.util.Optional.of(directory),
                        java.util.Optional.empty()))
                .hasMessageContainingAll("certificate and key go together", "store must not be given beside");
    }

    @Test
    void filesThatChangeAreShownToNewConnectionsAndTheOpenOnesGoOn() throws Exception {
        RunningServer running = start(showing(first.pem(directory, "web")).reloadEvery(Duration.ofMillis(5)));
        try (RawClient open = RawClient.over(connect(running.port(), "a.example"))) {
            renewed.pem(directory, "web");
            Await.until(() -> shown(running.port(), "a.example").equals("CN=renewed"));
            assertThat(open.send(GET).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void filesThatAreWrongLeaveTheOldCertificateAndALineInTheLog() throws Exception {
        try (LogLines log = LogLines.collecting()) {
            RunningServer running = start(showing(first.pem(directory, "web")).reloadEvery(Duration.ofMillis(5)));
            expired.pem(directory, "web");
            Await.until(() -> log.lines().stream().anyMatch(line -> line.contains("CN=expired")));
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("TLS: the files have changed, but the old ones stay: ")
                            .contains("CN=expired")
                            .contains("expired at"));
            assertThat(shown(running.port(), "a.example")).isEqualTo("CN=first");
        }
    }

    @Test
    void readsTheFilesAgainWhenItIsToldTo() throws Exception {
        RunningServer running = start(showing(first.pem(directory, "web")).reloadEvery(Duration.ZERO));
        expired.pem(directory, "web");
        assertThatThrownBy(running::reloadCertificates)
                .isInstanceOf(MistakesException.class)
                .hasMessageContaining("tls: the certificate of CN=expired");
        assertThat(shown(running.port(), "a.example")).isEqualTo("CN=first");
        renewed.pem(directory, "web");
        running.reloadCertificates();
        assertThat(shown(running.port(), "a.example")).isEqualTo("CN=renewed");
    }

    @Test
    void protocolsThatAreNotAmongThemAreRefused() throws Exception {
        RunningServer running = start(showing(first.pem(directory, "web")).protocols("TLSv1.3"));
        assertThat(shown(running.port(), "a.example")).isEqualTo("CN=first");
        assertThatThrownBy(() -> shown(running.port(), "a.example", "TLSv1.2")).isInstanceOf(IOException.class);
    }
}
