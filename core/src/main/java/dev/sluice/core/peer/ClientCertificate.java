package dev.sluice.core.peer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The certificate that a client has proved to have in mutual TLS. What is here was signed by an authority that the
 * listener trusts. Immutable.
 *
 * @param subject its distinguished name (RFC 2253), such as {@code CN=alice,O=Example}
 * @param issuer the distinguished name of the authority
 * @param serial the serial number, in lower-case hexadecimal digits
 * @param names the alternative names of the subject: DNS names, e-mail addresses, URIs and IP addresses, as texts
 * @param fingerprint SHA-256 of the certificate, in lower-case hexadecimal digits
 * @param notAfter when it expires
 * @param encoded the certificate in DER, in base64
 * @param chain those of the authorities that the client has sent with it, each as {@code encoded}
 */
public record ClientCertificate(
        String subject,
        String issuer,
        String serial,
        List<String> names,
        String fingerprint,
        Instant notAfter,
        String encoded,
        List<String> chain) {
    /** Keeps copies. */
    public ClientCertificate {
        names = List.copyOf(names);
        chain = List.copyOf(chain);
    }

    /**
     * Of what TLS knows.
     *
     * @param certificates the client's, then those of its authorities
     * @return its facts; empty if there is none, or one that is not X.509
     */
    public static Optional<ClientCertificate> of(Certificate... certificates) {
        if (certificates.length == 0 || !(certificates[0] instanceof X509Certificate first)) {
            return Optional.empty();
        }
        List<String> chain = new ArrayList<>();
        for (int i = 1; i < certificates.length; i++) {
            chain.add(Base64.getEncoder().encodeToString(der(certificates[i])));
        }
        byte[] der = der(first);
        return Optional.of(new ClientCertificate(
                first.getSubjectX500Principal().getName(),
                first.getIssuerX500Principal().getName(),
                first.getSerialNumber().toString(16),
                alternatives(first),
                HexFormat.of().formatHex(sha256(der)),
                first.getNotAfter().toInstant(),
                Base64.getEncoder().encodeToString(der),
                chain));
    }

    private static List<String> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream()
                            .map(name -> name.get(1))
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .toList();
        } catch (CertificateParsingException none) {
            return List.of();
        }
    }

    private static byte[] der(Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read cannot be written", impossible);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("the JDK has no SHA-256", impossible);
        }
    }
}
