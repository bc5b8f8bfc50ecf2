package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.io.Pem;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.FakeUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --tls-cert}, {@code --tls-key}, and SIGHUP. */
@Timeout(120)
class ListenerTlsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    private Path directory;

    private Sluice proxy(FakeUpstream upstream, Path certificate, Path key) throws IOException {
        return Sluice.start(
                directory,
                "proxy",
                "--listen",
                "127.0.0.1:0",
                "--tls-cert",
                certificate.toString(),
                "--tls-key",
                key.toString(),
                upstream.url());
    }

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(ListenerTlsTest.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static int port(String ready) {
        return Integer.parseInt(ready.replaceFirst(".*127\\.0\\.0\\.1:([0-9]+),.*", "$1"));
    }

    /** Whether a listener shows a certificate: a client that trusts no other comes in. */
    private static boolean shows(int port, String certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        X509Certificate known = Pem.certificates("test", file(certificate)).getFirst();
        trusted.setCertificateEntry("it", known);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.startHandshake();
            return true;
        } catch (SSLException another) {
            return false;
        }
    }

    private Path copy(String from, String to) throws IOException {
        return Files.copy(file(from), directory.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aHangupReadsCertificateAndKeyAgainAndKeepsTheOldOnesIfTheyAreWrong() throws Exception {
        Path certificate = copy("sec1.cert.pem", "cert.pem");
        Path key = copy("sec1.key.pem", "key.pem");
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                Sluice sluice = proxy(upstream, certificate, key)) {
            int port = port(sluice.line(""));
            assertThat(shows(port, "sec1.cert.pem")).isTrue();

            copy("pkcs1.cert.pem", "cert.pem");
            sluice.hangUp();
            Await.until(() -> !sluice.errors().isEmpty());
            assertThat(sluice.errors().getFirst())
                    .startsWith(
                            "sluice: not reloaded: tls: the private key (EC) is not that of the certificate of CN=pkcs1");
            assertThat(shows(port, "sec1.cert.pem")).isTrue();

            copy("pkcs1.key.pem", "key.pem");
            sluice.hangUp();
            Await.until(() -> shows(port, "pkcs1.cert.pem"));
            sluice.terminate();
            assertThat(sluice.exitCode()).isZero();
        }
    }

    @Test
    void aFileSaysWhereToListenUnlessTheCommandDoes() throws Exception {
        Path gateway = Files.writeString(
                directory.resolve("gateway.yaml"), """
                listeners:
                  web: {host: 127.0.0.1, port: 0}
                  tls:
                    host: 127.0.0.1
                    port: 0
                    tls: {certificates: {certificate: "%s", key: "%s"}}
                otherwise: {respond: {status: 204}}
                """.formatted(file("sec1.cert.pem"), file("sec1.key.pem")));
        try (Sluice sluice = Sluice.start(directory, "run", gateway.toString())) {
            String ready = sluice.line("");
            assertThat(ready)
                    .matches(
                            "sluice: listening on http://127\\.0\\.0\\.1:\\d+ \\(web\\), https://127\\.0\\.0\\.1:\\d+ \\(tls\\)");
            int port = Integer.parseInt(ready.replaceFirst(".*https://127\\.0\\.0\\.1:([0-9]+) .*", "$1"));
            assertThat(shows(port, "sec1.cert.pem")).isTrue();
            sluice.terminate();
            assertThat(sluice.exitCode()).isZero();
        }
        try (Sluice sluice = Sluice.start(directory, "run", "--listen", "127.0.0.1:0", gateway.toString())) {
            assertThat(sluice.line("")).matches("sluice: listening on http://127\\.0\\.0\\.1:\\d+");
        }
    }

    @Test
    void withoutTlsAHangupChangesNothing() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                Sluice sluice = Sluice.start(directory, "proxy", "--listen", "127.0.0.1:0", upstream.url())) {
            sluice.line("");
            sluice.hangUp();
            sluice.terminate();
            assertThat(sluice.exitCode()).isZero();
            assertThat(sluice.errors()).isEmpty();
        }
    }

    @Test
    void aKeyOfAnotherCertificateIsToldAtTheStart() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                Sluice sluice = proxy(upstream, file("sec1.cert.pem"), file("sec1-384.key.pem"))) {
            assertThat(sluice.exitCode()).isEqualTo(2);
            assertThat(sluice.errors())
                    .singleElement()
                    .asString()
                    .startsWith("sluice: listen: tls: the private key is not that of the certificate of CN=sec1");
        }
    }

    @Test
    void whatIsNoCertificateIsToldInOneTrueSentence() throws Exception {
        Path readme = Files.writeString(directory.resolve("README.md"), "# Sluice\n");
        try (Sluice sluice =
                Sluice.start(directory, "proxy", "--upstream-ca", readme.toString(), "https://localhost:1")) {
            assertThat(sluice.exitCode()).isEqualTo(2);
            assertThat(sluice.errors())
                    .singleElement()
                    .asString()
                    .endsWith("--upstream-ca: '" + readme
                            + "' is not in PEM: it has no line such as -----BEGIN CERTIFICATE-----");
        }
    }
}
