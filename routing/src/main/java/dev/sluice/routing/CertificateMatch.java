package dev.sluice.routing;

import dev.sluice.core.Request;
import dev.sluice.core.peer.ClientCertificate;
import dev.sluice.core.peer.Peer;
import java.util.Locale;
import java.util.function.Predicate;

/** What a client's certificate says. Who has shown none fits none. */
sealed interface CertificateMatch extends Predicate<Request> {
    /** Whether a certificate fits. */
    boolean fits(ClientCertificate certificate);

    @Override
    default boolean test(Request request) {
        return request.client()
                .peer()
                .tls()
                .flatMap(Peer.TlsSession::certificate)
                .filter(this::fits)
                .isPresent();
    }

    /** The subject, or one of its alternative names. */
    record Named(String name) implements CertificateMatch {
        @Override
        public boolean fits(ClientCertificate certificate) {
            return certificate.subject().equals(name) || certificate.names().contains(name);
        }
    }

    /** The fingerprint, in lower-case hexadecimal digits. */
    record Print(String sha256) implements CertificateMatch {
        static Print of(String text) {
            String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
            if (!digits.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(
                        "expected the 64 hexadecimal digits of SHA-256, with colons or without," + " found \"" + text
                                + "\"");
            }
            return new Print(digits);
        }

        @Override
        public boolean fits(ClientCertificate certificate) {
            return certificate.fingerprint().equals(sha256);
        }
    }
}
