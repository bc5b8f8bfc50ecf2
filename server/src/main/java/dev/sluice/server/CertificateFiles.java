package dev.sluice.server;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.options.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a certificate and its private key are: either a pair of files in PEM, or one PKCS #12 store. Data, compared by
 * the paths; nothing is read here. Immutable.
 *
 * @param certificate the certificate in PEM, followed by those of its authorities
 * @param key its private key in PEM, not encrypted
 * @param store a PKCS #12 store with one private key and its certificates
 * @param password of the store; empty for the empty password
 */
public record CertificateFiles(
        Optional<Path> certificate, Optional<Path> key, Optional<Path> store, Optional<Secret> password) {
    /**
     * Checks that it is one of both.
     *
     * @throws IllegalArgumentException naming the mistakes
     */
    public CertificateFiles {
        Mistakes mistakes = new Mistakes();
        boolean pair = certificate.isPresent() || key.isPresent();
        mistakes.unless(pair || store.isPresent(), "certificate and key, or store, must be given");
        mistakes.unless(!pair || store.isEmpty(), "store must not be given beside certificate and key");
        mistakes.unless(certificate.isPresent() == key.isPresent(), "certificate and key go together");
        mistakes.unless(password.isEmpty() || store.isPresent(), "password must not be given without store");
        mistakes.throwIfAny();
    }

    /**
     * A pair of files in PEM.
     *
     * @param certificate the certificate, followed by those of its authorities
     * @param key its private key, not encrypted
     * @return the files
     */
    public static CertificateFiles pem(Path certificate, Path key) {
        return new CertificateFiles(Optional.of(certificate), Optional.of(key), Optional.empty(), Optional.empty());
    }

    /**
     * A PKCS #12 store with one private key.
     *
     * @param file the store
     * @param password of the store and the key
     * @return the files
     */
    public static CertificateFiles pkcs12(Path file, Secret password) {
        return new CertificateFiles(Optional.empty(), Optional.empty(), Optional.of(file), Optional.of(password));
    }

    /** Those that are read. */
    List<Path> files() {
        return Stream.of(certificate, key, store).flatMap(Optional::stream).toList();
    }

    @Override
    public String toString() {
        return certificate.or(() -> store).map(Path::toString).orElse("");
    }
}
