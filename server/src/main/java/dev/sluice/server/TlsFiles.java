package dev.sluice.server;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.options.Secret;
import dev.sluice.io.Pem;
import dev.sluice.server.accept.TlsProof;
import dev.sluice.server.tls.Identities;
import dev.sluice.server.tls.Identity;
import dev.sluice.server.tls.ServerContext;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Reads the files that a listener's TLS is made of. Stateless. */
public final class TlsFiles {
    private TlsFiles() {}

    /**
     * What is wrong with the files, which are read for it.
     *
     * @param options which files
     * @param now the time of day, for certificates that have expired
     * @return a sentence for each mistake
     */
    public static List<String> problems(TlsOptions options, Instant now) {
        Mistakes mistakes = new Mistakes();
        mistakes.trying(() -> read(options, now));
        return mistakes.found();
    }

    /**
     * What clients are met with.
     *
     * @param now the time of day
     * @throws dev.sluice.core.options.MistakesException naming everything that is wrong with the files
     */
    static Tls read(TlsOptions options, Instant now) {
        return options.own().orElseGet(() -> made(options, now));
    }

    /** When the first certificate of the files expires; empty if they cannot be read now, or TLS is made by others. */
    static Optional<Instant> expiry(TlsOptions options) {
        try {
            return options.own().isPresent()
                    ? Optional.empty()
                    : options.certificates().stream()
                            .flatMap(files -> identity(files).chain().stream())
                            .map(certificate -> certificate.getNotAfter().toInstant())
                            .min(Comparator.naturalOrder());
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static Tls made(TlsOptions options, Instant now) {
        Mistakes mistakes = new Mistakes();
        List<Identity> identities = new ArrayList<>();
        options.certificates().forEach(files -> mistakes.trying(() -> identities.add(identity(files))));
        List<X509Certificate> authorities = new ArrayList<>();
        for (Path file : options.authorities()) {
            mistakes.trying(() -> authorities.addAll(Pem.certificates("authorities", file)));
        }
        mistakes.throwIfAny();
        Tls tls = of(options, ServerContext.of(Identities.of(identities, now), authorities));
        TlsProof.mistake(tls).ifPresent(wrong -> {
            throw new IllegalArgumentException(wrong);
        });
        return tls;
    }

    private static Identity identity(CertificateFiles files) {
        return files.store()
                .map(store -> Identity.ofStore(store, files.password().orElse(Secret.of(""))))
                .orElseGet(() -> Identity.ofPem(
                        files.certificate().orElseThrow(), files.key().orElseThrow()));
    }

    private static Tls of(TlsOptions options, SSLContext context) {
        return Tls.builder()
                .sslContext(context)
                .clientAuth(
                        switch (options.clientAuth()) {
                            case NONE -> TlsClientAuth.NONE;
                            case WANT -> TlsClientAuth.OPTIONAL;
                            case NEED -> TlsClientAuth.REQUIRED;
                        })
                .enabledProtocols(options.protocols())
                .build();
    }
}
