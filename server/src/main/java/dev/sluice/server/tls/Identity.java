package dev.sluice.server.tls;

import dev.sluice.core.options.Secret;
import dev.sluice.io.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A certificate with its private key: what a listener can be. Immutable.
 *
 * @param from the file of the certificate, for messages
 * @param chain the certificate, then those of its authorities
 * @param key the private key of the certificate
 */
public record Identity(String from, List<X509Certificate> chain, PrivateKey key) {
    private static final System.Logger LOGGER = System.getLogger(Identity.class.getName());
    /** The type of a DNS name among the alternative names of a subject (RFC 5280 §4.2.1.6). */
    private static final int DNS_NAME = 2;

    /** Keeps its own copy. */
    public Identity {
        chain = List.copyOf(chain);
    }

    /**
     * Out of a pair of files in PEM.
     *
     * @throws IllegalArgumentException naming the file, and what is wrong with it
     */
    public static Identity ofPem(Path certificate, Path key) {
        List<X509Certificate> chain = Pem.certificates("certificate", certificate);
        return new Identity("'" + certificate + "'", chain, Pem.privateKey("key", key));
    }

    /**
     * Out of a PKCS #12 store with one private key.
     *
     * @throws IllegalArgumentException naming the file, and what is wrong with it
     */
    public static Identity ofStore(Path file, Secret password) {
        char[] characters = new String(password.reveal(), StandardCharsets.UTF_8).toCharArray();
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, characters);
            return ofStore(file, store, characters);
        } catch (NoSuchFileException none) {
            throw wrong(file, "cannot be read: there is no such file");
        } catch (IOException | GeneralSecurityException unreadable) {
            throw wrong(file, "cannot be read as PKCS #12 with this password: " + unreadable.getMessage());
        } finally {
            Arrays.fill(characters, ' ');
        }
    }

    private static Identity ofStore(Path file, KeyStore store, char[] password) throws GeneralSecurityException {
        List<String> keys = new ArrayList<>();
        for (Enumeration<String> all = store.aliases(); all.hasMoreElements(); ) {
            String alias = all.nextElement();
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw wrong(file, "must have one private key, has " + keys.size());
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate one :
                Optional.ofNullable(store.getCertificateChain(keys.getFirst())).orElse(new Certificate[0])) {
            chain.add((X509Certificate) one);
        }
        if (chain.isEmpty() || !(store.getKey(keys.getFirst(), password) instanceof PrivateKey key)) {
            throw wrong(file, "has no certificate for its private key");
        }
        return new Identity("'" + file + "'", chain, key);
    }

    private static IllegalArgumentException wrong(Path file, String why) {
        return new IllegalArgumentException("store: '" + file + "' " + why);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /**
     * What is wrong with it. That it is not valid yet is logged only: the clock of a machine may be late.
     *
     * @param now the time of day
     */
    public Optional<String> mistake(Instant now) {
        if (!KeyProof.belong(certificate().getPublicKey(), key)) {
            String shown = certificate().getPublicKey().getAlgorithm();
            boolean sameKind = shown.equals(key.getAlgorithm());
            return Optional.of("the private key " + (sameKind ? "" : "(" + key.getAlgorithm() + ") ")
                    + "is not that of the certificate of " + subject() + (sameKind ? "" : " (" + shown + ")")
                    + ", read from " + from);
        }
        Instant end = certificate().getNotAfter().toInstant();
        if (end.isBefore(now)) {
            return Optional.of("the certificate of " + subject() + ", read from " + from + ", expired at " + end);
        }
        Instant begin = certificate().getNotBefore().toInstant();
        if (begin.isAfter(now)) {
            LOGGER.log(
                    Level.WARNING,
                    "TLS: the certificate of {0}, read from {1}, is not valid before {2}",
                    subject(),
                    from,
                    begin);
        }
        return Optional.empty();
    }

    String subject() {
        return certificate().getSubjectX500Principal().getName();
    }

    /** The kind of key, as the JDK's TLS calls it. */
    String keyType() {
        String algorithm = key.getAlgorithm();
        return algorithm.startsWith("Ed") ? "EdDSA" : algorithm;
    }

    /** The DNS names that it is for, in lower case; {@code *.} before a name stands for one label. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (List<?> name : alternatives()) {
            if (name.get(0) instanceof Integer type && type == DNS_NAME) {
                names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private Collection<List<?>> alternatives() {
        try {
            return Optional.ofNullable(certificate().getSubjectAlternativeNames())
                    .orElse(List.of());
        } catch (CertificateParsingException none) {
            return List.of();
        }
    }
}
