package dev.sluice.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys and certificates in PEM (RFC 7468), with the option in every complaint. Private keys may be PKCS #8 (RSA, elliptic
 * curves, Ed25519), PKCS #1 ({@code RSA PRIVATE KEY}) or SEC 1 ({@code EC PRIVATE KEY}), as openssl writes them, but not
 * encrypted.
 */
public final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private final String option;
    private final Path file;
    private final List<Block> blocks = new ArrayList<>();

    private record Block(String label, String content) {
        boolean isPrivateKey() {
            return label.endsWith("PRIVATE KEY");
        }

        byte[] bytes() {
            return Base64.getMimeDecoder().decode(content);
        }
    }

    private Pem(String option, Path file) {
        this.option = option;
        this.file = file;
        Matcher found = BLOCK.matcher(read());
        while (found.find()) {
            blocks.add(new Block(found.group(1), found.group(2)));
        }
        if (blocks.isEmpty()) {
            throw wrong("is not in PEM: it has no line such as -----BEGIN CERTIFICATE-----");
        }
    }

    private String read() {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(option + ": cannot read '" + file + "'", unreadable);
        }
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(option + ": '" + file + "' " + why);
    }

    private String labels() {
        return String.join(", ", blocks.stream().map(Block::label).distinct().toList());
    }

    /**
     * All certificates of a file.
     *
     * @param option who asks, for messages
     * @param file in PEM
     * @return at least one, in the order of the file
     * @throws IllegalArgumentException naming option and file, and what is wrong
     */
    public static List<X509Certificate> certificates(String option, Path file) {
        return new Pem(option, file).certificates();
    }

    /**
     * The first private key of a file.
     *
     * @param option who asks, for messages
     * @param file in PEM
     * @return the key
     * @throws IllegalArgumentException naming option and file, and what is wrong
     */
    public static PrivateKey privateKey(String option, Path file) {
        return new Pem(option, file).privateKey();
    }

    private List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().equals(CERTIFICATE)) {
                certificates.add(certificate(block));
            }
        }
        if (certificates.isEmpty()) {
            throw wrong("has no certificate, but " + labels());
        }
        return certificates;
    }

    private X509Certificate certificate(Block block) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.bytes()));
        } catch (CertificateException | IllegalArgumentException broken) {
            throw wrong("has a certificate that cannot be read: " + broken.getMessage());
        }
    }

    private PrivateKey privateKey() {
        Block block = blocks.stream()
                .filter(Block::isPrivateKey)
                .findFirst()
                .orElseThrow(() -> wrong("has no private key, but " + labels()));
        if (block.label().startsWith("ENCRYPTED") || block.content().contains("ENCRYPTED")) {
            throw wrong("is encrypted; openssl pkey -in FILE -out FILE writes it without a password");
        }
        return key(block).orElseThrow(() -> wrong("has a private key that is none of RSA, EC and Ed25519"));
    }

    private Optional<PrivateKey> key(Block block) {
        byte[] pkcs8 = pkcs8(block);
        return ALGORITHMS.stream()
                .flatMap(algorithm -> key(algorithm, pkcs8).stream())
                .findFirst();
    }

    private byte[] pkcs8(Block block) {
        try {
            return switch (block.label()) {
                case "RSA PRIVATE KEY" -> Pkcs8.ofRsa(block.bytes());
                case "EC PRIVATE KEY" -> Pkcs8.ofCurve(block.bytes());
                default -> block.bytes();
            };
        } catch (IllegalArgumentException broken) {
            throw wrong("has a private key that cannot be read: " + broken.getMessage());
        }
    }

    private static Optional<PrivateKey> key(String algorithm, byte[] pkcs8) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException ofAnother) {
            return Optional.empty();
        }
    }
}
