package dev.sluice;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.observe.admin.AdminAccess;
import dev.sluice.server.CertificateFiles;
import dev.sluice.server.TlsOptions;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where the admin listener is, and what it lets do.
 *
 * @param host the address, by default 127.0.0.1; one that other machines reach needs {@link #tls}, or must be {@link #exposed}
 * @param port by default {@value #DEFAULT_PORT}; 0 takes a free one
 * @param tls its TLS; empty, the default, for plain text
 * @param tokenFile whose first line is the token that a request must bring; made if it is missing; empty for
 *     {@code .sluice/admin-token} in the home of the user
 * @param hosts names that requests may be addressed to, beside the address and {@code localhost}
 * @param exposed whether the address may be one that other machines reach without TLS: what is sent there is not encrypted
 * @param dumps whether dumps of threads and heap may be asked for
 * @param entries decisions that are remembered
 * @param failures refused and failed exchanges that are remembered
 */
public record AdminOptions(
        String host,
        int port,
        Optional<TlsOptions> tls,
        Optional<Path> tokenFile,
        List<String> hosts,
        boolean exposed,
        boolean dumps,
        int entries,
        int failures) {
    /** The port if none is given. */
    public static final int DEFAULT_PORT = 9900;

    static final String DEFAULT_HOST = "127.0.0.1";
    static final int DEFAULT_ENTRIES = 1000;
    static final int DEFAULT_FAILURES = 200;

    private static final int MOST_PORT = 65_535;
    private static final int MOST_ENTRIES = 1_000_000;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public AdminOptions {
        hosts = List.copyOf(hosts);
        Mistakes mistakes = new Mistakes();
        mistakes.unless(port >= 0 && port <= MOST_PORT, "port must be 0 to 65535, is " + port);
        mistakes.unless(
                exposed || tls.isPresent() || isLoopback(host),
                "host " + host
                        + " can be reached by other machines, and what is sent there is not encrypted: give tls,"
                        + " take 127.0.0.1, or say exposed if that is wanted");
        mistakes.unless(entries >= 1 && entries <= MOST_ENTRIES, "entries must be 1 to 1000000, is " + entries);
        mistakes.unless(failures >= 1 && failures <= MOST_ENTRIES, "failures must be 1 to 1000000, is " + failures);
        mistakes.throwIfAny();
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || Cidr.address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** Who may ask there, and for what. */
    AdminAccess access() {
        return new AdminAccess(host, Set.copyOf(hosts), tokenPath(), dumps);
    }

    private Path tokenPath() {
        return tokenFile.orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".sluice", "admin-token"));
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private String host = DEFAULT_HOST;
        private int port = DEFAULT_PORT;
        private Optional<TlsOptions.Builder> tls = Optional.empty();
        private Optional<Path> tokenFile = Optional.empty();
        private final List<String> hosts = new ArrayList<>();
        private boolean exposed;
        private boolean dumps;
        private int entries = DEFAULT_ENTRIES;
        private int failures = DEFAULT_FAILURES;

        private Builder() {}

        /**
         * The address to listen at.
         *
         * @param value by default 127.0.0.1
         * @return this
         */
        public Builder host(String value) {
            host = value;
            return this;
        }

        /**
         * The port to listen at.
         *
         * @param value 0 takes a free one; by default {@value AdminOptions#DEFAULT_PORT}
         * @return this
         */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /**
         * Turns TLS on.
         *
         * @param changes certificates by file, client authentication, protocols
         * @return this
         */
        public Builder tls(Consumer<TlsOptions.Builder> changes) {
            TlsOptions.Builder secured = tls.orElseGet(TlsOptions::builder);
            changes.accept(secured);
            tls = Optional.of(secured);
            return this;
        }

        /**
         * Turns TLS on, with a certificate; further ones are for further names. The files are read again when they change.
         *
         * @param certificate a file in PEM with the certificate, followed by those of its authorities
         * @param key a file in PEM with its private key, not encrypted
         * @return this
         */
        public Builder certificate(Path certificate, Path key) {
            return tls(secured -> secured.certificate(CertificateFiles.pem(certificate, key)));
        }

        /**
         * Where the token is.
         *
         * @param file its first line is the token, 16 characters or more; made, readable by its owner only, if it is missing. By
         *     default {@code ~/.sluice/admin-token}
         * @return this
         */
        public Builder tokenFile(Path file) {
            tokenFile = Optional.of(file);
            return this;
        }

        /**
         * Names by which it may be asked, beside its address and {@code localhost}: a page of another site that has its name
         * lead here (DNS rebinding) is refused with 421.
         *
         * @param names without port; more are added
         * @return this
         */
        public Builder hosts(String... names) {
            hosts.addAll(Arrays.asList(names));
            return this;
        }

        /**
         * Whether other machines may reach it without TLS.
         *
         * @param value by default false
         * @return this
         */
        public Builder exposed(boolean value) {
            exposed = value;
            return this;
        }

        /**
         * Whether dumps of threads and heap may be asked for. They show what is in memory, secrets too.
         *
         * @param value by default false
         * @return this
         */
        public Builder dumps(boolean value) {
            dumps = value;
            return this;
        }

        /**
         * How many decisions are remembered.
         *
         * @param value 1 to 1 000 000; by default 1 000
         * @return this
         */
        public Builder entries(int value) {
            entries = value;
            return this;
        }

        /**
         * How many refused and failed exchanges are remembered, with their decisions.
         *
         * @param value 1 to 1 000 000; by default 200
         * @return this
         */
        public Builder failures(int value) {
            failures = value;
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public AdminOptions build() {
            Optional<TlsOptions> secured = tls.map(TlsOptions.Builder::build);
            return new AdminOptions(host, port, secured, tokenFile, hosts, exposed, dumps, entries, failures);
        }
    }
}
