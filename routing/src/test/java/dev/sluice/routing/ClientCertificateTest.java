package dev.sluice.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.peer.ClientCertificate;
import dev.sluice.core.peer.Peer;
import dev.sluice.testkit.FakeClient;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Predicates of the certificate that a client has shown. */
class ClientCertificateTest {
    private static final String FINGERPRINT = "0a".repeat(32);
    private static final ClientCertificate ALICE = new ClientCertificate(
            "CN=alice,O=Example", "CN=ca", "1", List.of("alice.example"), FINGERPRINT, Instant.EPOCH, "", List.of());

    private static Request from(Optional<ClientCertificate> certificate) {
        Peer.TlsSession tls = new Peer.TlsSession("TLSv1.3", "", "", "", certificate);
        Peer peer = Peer.of(new InetSocketAddress("192.0.2.1", 1), Optional.of(tls));
        return Request.of(new RequestHead("GET", "/", Fields.EMPTY), Body.empty(), FakeClient.of(peer), 0);
    }

    @Test
    void asksForSubjectNameOrFingerprint() {
        Request alice = from(Optional.of(ALICE));
        assertThat(Predicates.clientCert("CN=alice,O=Example").test(alice)).isTrue();
        assertThat(Predicates.clientCert("alice.example").test(alice)).isTrue();
        assertThat(Predicates.clientCert("CN=alice").test(alice)).isFalse();
        assertThat(Predicates.clientCertFingerprint("0A:".repeat(31) + "0A").test(alice))
                .isTrue();
        assertThat(Predicates.clientCertFingerprint("0b".repeat(32)).test(alice))
                .isFalse();
        assertThat(Predicates.parse("ClientCert(\"alice.example\")")).isEqualTo(Predicates.clientCert("alice.example"));
    }

    @Test
    void whoHasNoneFitsNone() {
        assertThat(Predicates.clientCert("alice.example").test(from(Optional.empty())))
                .isFalse();
        assertThat(Predicates.clientCertFingerprint(FINGERPRINT).test(from(Optional.empty())))
                .isFalse();
    }

    @Test
    void aFingerprintThatIsNoneIsAMistake() {
        assertThatThrownBy(() -> Predicates.parse("ClientCertFingerprint(\"0a\")"))
                .hasMessageContaining("64 hexadecimal digits of SHA-256");
    }
}
