package dev.sluice.server.rules;

import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.peer.ClientCertificate;
import dev.sluice.core.peer.Peer;
import java.util.stream.Collectors;

/** The certificate of a client as fields of its requests: byte sequences of structured fields (RFC 9440 §2). */
final class CertificateFields {
    private static final String CERTIFICATE = "Client-Cert";
    private static final String CHAIN = "Client-Cert-Chain";

    private CertificateFields() {}

    /** None for a client without a certificate. */
    static Fields of(Peer peer) {
        return peer.tls()
                .flatMap(Peer.TlsSession::certificate)
                .map(CertificateFields::of)
                .orElse(Fields.EMPTY);
    }

    private static Fields of(ClientCertificate certificate) {
        FieldsBuilder fields = Fields.builder().add(CERTIFICATE, bytes(certificate.encoded()));
        if (!certificate.chain().isEmpty()) {
            fields.add(
                    CHAIN,
                    certificate.chain().stream().map(CertificateFields::bytes).collect(Collectors.joining(", ")));
        }
        return fields.build();
    }

    private static String bytes(String base64) {
        return ":" + base64 + ":";
    }

    static Fields added(Fields fields, Fields certificate) {
        FieldsBuilder all = fields.toBuilder();
        for (int i = 0; i < certificate.size(); i++) {
            all.add(certificate, i);
        }
        return all.build();
    }

    static boolean isTold(Fields fields) {
        return fields.indexOf(CERTIFICATE, 0) >= 0;
    }
}
