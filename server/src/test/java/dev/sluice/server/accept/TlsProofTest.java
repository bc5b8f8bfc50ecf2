package dev.sluice.server.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.TestKeys;
import io.helidon.common.tls.Tls;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsProofTest {
    @TempDir
    private static Path directory;

    private static TestKeys gateway;
    private static TestKeys another;

    @BeforeAll
    static void makeKeys() throws Exception {
        gateway = TestKeys.of("gateway", directory);
        another = TestKeys.of("another", directory);
    }

    private static Tls with(PrivateKey key, TestKeys shown) {
        return Tls.builder()
                .privateKey(key)
                .addPrivateKeyCertChain(shown.certificate())
                .build();
    }

    @Test
    void aCertificateWithItsKeyIsNoMistake() {
        assertThat(TlsProof.mistake(gateway.server())).isEmpty();
    }

    @Test
    void noCertificateIsWantedOfTheProofThoughClientsNeedOne() {
        assertThat(TlsProof.mistake(gateway.server(another))).isEmpty();
    }

    @Test
    void aKeyOfAnotherCertificateIsAMistake() {
        assertThat(TlsProof.mistake(with(another.key(), gateway)))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("the private key is not that of the certificate of CN=gateway"));
    }

    @Test
    void aKeyOfAnotherKindIsAMistake() throws Exception {
        PrivateKey rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        assertThat(TlsProof.mistake(with(rsa, gateway)))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("the private key (RSA) is not that of the certificate of CN=gateway (EC)"));
    }

    @Test
    void aCertificateThatHasExpiredIsAMistake() throws Exception {
        TestKeys old = TestKeys.of("old", directory, "-startdate", "-10d", "-validity", "5");
        assertThat(TlsProof.mistake(old.server()))
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).startsWith("the certificate of CN=old expired at 20"));
    }

    @Test
    void aCertificateOfTheFutureIsNone() throws Exception { // a clock may be wrong; it is told as a warning
        TestKeys early = TestKeys.of("early", directory, "-startdate", "+1d", "-validity", "5");
        assertThat(TlsProof.mistake(early.server())).isEmpty();
    }

    @Test
    void withoutTlsThereIsNothingToProve() {
        assertThat(TlsProof.mistake(Tls.builder().enabled(false).build())).isEmpty();
    }
}
