package dev.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.io.Pem;
import dev.sluice.server.ListenOptions;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which openssl 3 writes keys; the files of this test were made for it and are used by nobody else. */
class PemTest {
    @TempDir
    private Path directory;

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(PemTest.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "pkcs8.key.pem, sec1.cert.pem, EC",
        "sec1.key.pem, sec1.cert.pem, EC",
        "pkcs1.key.pem, pkcs1.cert.pem, RSA",
        "ed25519.key.pem, ed25519.cert.pem, EdDSA"
    })
    void readsTheUsualFormsOfKeysWhichServeWithTheirCertificates(String key, String certificate, String algorithm) {
        assertThat(Pem.privateKey("--tls-key", file(key)).getAlgorithm()).isEqualTo(algorithm);
        Tls tls = Tls.builder()
                .privateKey(Pem.privateKey("--tls-key", file(key)))
                .privateKeyCertChain(Pem.certificates("--tls-cert", file(certificate)))
                .build();
        assertThat(ListenOptions.builder().tls(tls).build().tls()).isPresent();
    }

    @Test
    void readsAKeyOfAnotherCurveWithoutABlockOfParameters() {
        assertThat(Pem.privateKey("--tls-key", file("sec1-384.key.pem")).getAlgorithm())
                .isEqualTo("EC");
    }

    @Test
    void readsAllCertificatesOfAFileWithTextBetweenThem() throws IOException {
        Path chain = directory.resolve("chain.pem");
        Files.writeString(
                chain,
                "subject: one\n" + Files.readString(file("sec1.cert.pem")) + "subject: two - another\n"
                        + Files.readString(file("pkcs1.cert.pem")));
        assertThat(Pem.certificates("--tls-cert", chain))
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=sec1", "CN=pkcs1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypted.key.pem", "encrypted-pkcs1.key.pem"})
    void anEncryptedKeyIsRefusedWithTheWayOut(String key) {
        assertThatThrownBy(() -> Pem.privateKey("--tls-key", file(key)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--tls-key: '" + file(key) + "' is encrypted; openssl pkey -in FILE -out FILE writes it"
                        + " without a password");
    }

    @Test
    void aKeyThatNoCertificateHasIsRefused() {
        assertThatThrownBy(() -> Pem.privateKey("--tls-key", file("x25519.key.pem")))
                .hasMessageEndingWith("has a private key that is none of RSA, EC and Ed25519");
    }

    @Test
    void aFileWithSomethingElseIsToldByWhatItHas() {
        assertThatThrownBy(() -> Pem.privateKey("--tls-key", file("sec1.cert.pem")))
                .hasMessageEndingWith("has no private key, but CERTIFICATE");
        assertThatThrownBy(() -> Pem.certificates("--tls-cert", file("sec1.key.pem")))
                .hasMessageEndingWith("has no certificate, but EC PARAMETERS, EC PRIVATE KEY");
    }

    @Test
    void aFileThatIsNoPemIsToldSo() throws IOException {
        Path readme = directory.resolve("README.md");
        Files.writeString(readme, "# Sluice\n");
        assertThatThrownBy(() -> Pem.certificates("--upstream-ca", readme))
                .hasMessage("--upstream-ca: '" + readme
                        + "' is not in PEM: it has no line such as -----BEGIN CERTIFICATE-----");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CERTIFICATE", "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"})
    void whatIsCutOffIsAMistakeAndNoBug(String label) throws IOException {
        Path broken = directory.resolve("broken.pem");
        Files.writeString(broken, "-----BEGIN " + label + "-----\nMIIBszCC\n-----END " + label + "-----\n");
        assertThatThrownBy(() -> {
                    if (label.equals("CERTIFICATE")) {
                        Pem.certificates("--tls-cert", broken);
                    } else {
                        Pem.privateKey("--tls-cert", broken);
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--tls-cert: '" + broken + "' ");
    }
}
