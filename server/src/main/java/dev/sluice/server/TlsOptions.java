package dev.sluice.server;

import dev.sluice.core.options.Mistakes;
import dev.sluice.server.accept.TlsProof;
import io.helidon.common.tls.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A listener's TLS. Certificates are in files, or in a {@code Tls} of Helidon's, which is code. Data, compared by the
 * paths of the files; they are read when the listener starts. Immutable.
 *
 * @param certificates by the names in them a client gets that for the name it asks for (SNI), else the first
 * @param clientAuth whether clients are asked for a certificate
 * @param authorities files in PEM with the authorities whose clients are let in
 * @param protocols those that are spoken, {@code TLSv1.2} and {@code TLSv1.3}
 * @param reloadEvery how often is looked whether the files have changed; zero for never; default 10 s
 * @param own Helidon's, in place of all the others; a private key that is not the certificate's and a certificate that
 *     has expired are mistakes
 */
public record TlsOptions(
        List<CertificateFiles> certificates,
        ClientAuth clientAuth,
        List<Path> authorities,
        List<String> protocols,
        Duration reloadEvery,
        Optional<Tls> own) {
    /** The protocols that are spoken by default. */
    public static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");

    /** How often files are looked at by default. */
    public static final Duration RELOAD_EVERY = Duration.ofSeconds(10);

    /** Whether clients are asked for a certificate. */
    public enum ClientAuth {
        /** They are not. */
        NONE,
        /** They are, and may have none. */
        WANT,
        /** They are, and stay out without one. */
        NEED
    }

    /**
     * Checks the options, but reads no file.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public TlsOptions {
        certificates = List.copyOf(certificates);
        authorities = List.copyOf(authorities);
        protocols = List.copyOf(protocols);
        Mistakes mistakes = new Mistakes();
        mistakes.unless(
                !certificates.isEmpty() || own.isPresent(), "certificates must be one or more: a listener shows one");
        mistakes.unless(
                own.isEmpty() || (certificates.isEmpty() && authorities.isEmpty() && clientAuth == ClientAuth.NONE),
                "certificates, clientAuth and authorities must not be given beside a Tls of Helidon's, which has its own");
        mistakes.unless(
                clientAuth == ClientAuth.NONE || !authorities.isEmpty(),
                "authorities must be given: clientAuth is " + clientAuth);
        mistakes.unless(
                clientAuth != ClientAuth.NONE || authorities.isEmpty(),
                "clientAuth must be want or need: authorities are given");
        mistakes.unless(
                !protocols.isEmpty() && Set.copyOf(PROTOCOLS).containsAll(protocols),
                "protocols must be among " + PROTOCOLS + ", are " + protocols);
        mistakes.unless(!reloadEvery.isNegative(), "reloadEvery must not be negative, is " + reloadEvery);
        own.flatMap(TlsProof::mistake).ifPresent(mistakes::add);
        mistakes.throwIfAny();
    }

    /**
     * The defaults.
     *
     * @return a builder that holds them, without a certificate
     */
    public static Builder builder() {
        return new Builder();
    }

    /** All files that are read. */
    List<Path> files() {
        return Stream.concat(certificates.stream().flatMap(one -> one.files().stream()), authorities.stream())
                .toList();
    }

    @Override
    public String toString() {
        String shown = own.isPresent()
                ? "own"
                : String.join(
                        ", ",
                        certificates.stream().map(CertificateFiles::toString).toList());
        return shown + (clientAuth == ClientAuth.NONE ? "" : ", clients " + clientAuth);
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final List<CertificateFiles> certificates = new ArrayList<>();
        private ClientAuth clientAuth = ClientAuth.NONE;
        private List<Path> authorities = List.of();
        private List<String> protocols = PROTOCOLS;
        private Duration reloadEvery = RELOAD_EVERY;
        private Optional<Tls> own = Optional.empty();

        private Builder() {}

        /**
         * Adds a certificate.
         *
         * @param files where it is; the first is for clients that ask for none of the names
         * @return this
         */
        public Builder certificate(CertificateFiles files) {
            certificates.add(files);
            return this;
        }

        /**
         * Asks clients for a certificate.
         *
         * @param value whether they may have none
         * @param files authorities in PEM, whose clients are let in
         * @return this
         */
        public Builder clientAuth(ClientAuth value, Path... files) {
            clientAuth = value;
            authorities = List.of(files);
            return this;
        }

        /**
         * Sets what is spoken.
         *
         * @param names {@code TLSv1.2}, {@code TLSv1.3}
         * @return this
         */
        public Builder protocols(String... names) {
            protocols = List.of(names);
            return this;
        }

        /**
         * Sets how often is looked whether the files have changed.
         *
         * @param value zero for never
         * @return this
         */
        public Builder reloadEvery(Duration value) {
            reloadEvery = value;
            return this;
        }

        /**
         * Takes a {@code Tls} of Helidon's in place of files.
         *
         * @param value certificates, trust, client authentication
         * @return this
         */
        public Builder own(Tls value) {
            own = Optional.of(value);
            return this;
        }

        boolean isTouched() {
            return own.isPresent()
                    || !certificates.isEmpty()
                    || clientAuth != ClientAuth.NONE
                    || !protocols.equals(PROTOCOLS)
                    || !reloadEvery.equals(RELOAD_EVERY);
        }

        /**
         * The options.
         *
         * @return immutable
         * @throws IllegalArgumentException naming every mistake
         */
        public TlsOptions build() {
            return new TlsOptions(certificates, clientAuth, authorities, protocols, reloadEvery, own);
        }
    }
}
