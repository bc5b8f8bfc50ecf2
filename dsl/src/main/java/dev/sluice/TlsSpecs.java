package dev.sluice;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionTypes.duration;
import static dev.sluice.model.option.OptionTypes.listOf;
import static dev.sluice.model.option.OptionTypes.maybe;
import static dev.sluice.model.option.OptionTypes.nested;
import static dev.sluice.model.option.OptionTypes.oneOf;
import static dev.sluice.model.option.OptionTypes.opaque;
import static dev.sluice.model.option.OptionTypes.parsed;
import static dev.sluice.model.option.OptionTypes.secret;
import static dev.sluice.model.option.OptionTypes.text;

import dev.sluice.core.options.Secret;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionValues;
import dev.sluice.model.option.PartType;
import dev.sluice.server.CertificateFiles;
import dev.sluice.server.TlsOptions;
import dev.sluice.server.TlsOptions.ClientAuth;
import io.helidon.common.tls.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The options of a listener's TLS. Those of listeners know them, and not the other way. */
final class TlsSpecs {
    static final OptionType<Path> FILE = parsed("path", Path::of, Path::toString);

    private static final OptionSpec<CertificateFiles, Optional<Path>> CERTIFICATE = optional(
            "certificate",
            maybe(FILE),
            Optional.empty(),
            CertificateFiles::certificate,
            "a file in PEM: the certificate, followed by those of its authorities");
    private static final OptionSpec<CertificateFiles, Optional<Path>> KEY = optional(
            "key",
            maybe(FILE),
            Optional.empty(),
            CertificateFiles::key,
            "a file in PEM: the private key of the certificate");
    private static final OptionSpec<CertificateFiles, Optional<Path>> STORE = optional(
            "store",
            maybe(FILE),
            Optional.empty(),
            CertificateFiles::store,
            "a PKCS #12 store with one private key, in place of both");
    private static final OptionSpec<CertificateFiles, Optional<Secret>> PASSWORD =
            optional("password", maybe(secret()), Optional.empty(), CertificateFiles::password, "of the store");

    private static final PartType<CertificateFiles> FILES = new NestedType<>(
            "certificate and key, or store",
            List.of(CERTIFICATE, KEY, STORE, PASSWORD),
            values -> new CertificateFiles(
                    values.get(CERTIFICATE), values.get(KEY), values.get(STORE), values.get(PASSWORD)));

    private static final OptionSpec<TlsOptions, List<CertificateFiles>> CERTIFICATES = optional(
            "certificates",
            listOf(nested(FILES)),
            List.of(),
            TlsOptions::certificates,
            "by the names in them a client gets that for the name it asks for, else the first");
    private static final OptionSpec<TlsOptions, ClientAuth> CLIENT_AUTH = optional(
            "clientAuth",
            oneOf(ClientAuth.class),
            ClientAuth.NONE,
            TlsOptions::clientAuth,
            "whether clients are asked for a certificate, and stay out without one");
    private static final OptionSpec<TlsOptions, List<Path>> AUTHORITIES = optional(
            "authorities",
            listOf(FILE),
            List.of(),
            TlsOptions::authorities,
            "files in PEM with the authorities whose clients are let in");
    private static final OptionSpec<TlsOptions, List<String>> PROTOCOLS =
            optional("protocols", listOf(text()), TlsOptions.PROTOCOLS, TlsOptions::protocols, "those that are spoken");
    private static final OptionSpec<TlsOptions, Duration> RELOAD_EVERY = optional(
            "reloadEvery",
            duration(),
            TlsOptions.RELOAD_EVERY,
            TlsOptions::reloadEvery,
            "how often is looked whether the files have changed; zero for never");
    private static final OptionSpec<TlsOptions, Optional<Tls>> OWN =
            optional("own", maybe(opaque("TLS")), Optional.empty(), TlsOptions::own, "Helidon's, in place of files");

    static final PartType<TlsOptions> TYPE = new NestedType<>(
            "tls", List.of(CERTIFICATES, CLIENT_AUTH, AUTHORITIES, PROTOCOLS, RELOAD_EVERY, OWN), TlsSpecs::read);

    private TlsSpecs() {}

    private static TlsOptions read(OptionValues<TlsOptions> values) {
        return new TlsOptions(
                values.get(CERTIFICATES),
                values.get(CLIENT_AUTH),
                values.get(AUTHORITIES),
                values.get(PROTOCOLS),
                values.get(RELOAD_EVERY),
                values.get(OWN));
    }
}
