package dev.sluice.cli.remote;

import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Options;
import dev.sluice.io.Pem;
import io.helidon.common.tls.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The options by which the admin listener of a gateway is found. */
public final class Remote {
    private static final String HERE = "http://127.0.0.1:9900";
    private static final Path USUAL_TOKEN = Path.of(System.getProperty("user.home"), ".sluice", "admin-token");

    private final Options options = new Options("Which gateway:%n");
    private final Option<URI> admin =
            options.value("--admin", "URL", Remote::url, "Its admin listener. Default: SLUICE_ADMIN, or " + HERE + ".");
    private final Option<Path> token = options.value(
            "--token-file",
            "FILE",
            Path::of,
            "The token of its admin listener. Default: SLUICE_TOKEN_FILE, or ~/.sluice/admin-token.");

    private final Option<Path> authorities = options.value(
            "--ca",
            "FILE",
            Path::of,
            "Certificates in PEM that vouch for an https:// listener. Default: SLUICE_CA, or those that the JVM trusts.");

    /** For the help. */
    public Options options() {
        return options;
    }

    /**
     * What was typed, or what the environment says.
     *
     * @throws IllegalArgumentException if the environment names no URL, or the authorities cannot be read
     */
    public AdminClient client() {
        URI url = admin.or(environment("SLUICE_ADMIN").map(Remote::url).orElse(URI.create(HERE)));
        Path file = token.or(environment("SLUICE_TOKEN_FILE").map(Path::of).orElse(USUAL_TOKEN));
        Optional<Path> trusted = Optional.ofNullable(authorities.value())
                .or(() -> environment("SLUICE_CA").map(Path::of));
        return new AdminClient(url, file, trusted.map(Remote::trusting));
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    private static SSLContext trusting(Path authorities) {
        return Tls.builder()
                .trust(Pem.certificates("--ca", authorities))
                .build()
                .sslContext();
    }

    /** {@code http://127.0.0.1:9900}, or in short {@code 127.0.0.1:9900}. */
    private static URI url(String text) {
        try {
            URI url = URI.create(text.contains("://") ? text : "http://" + text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean plain = url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null;
            if (http && plain && (url.getHost() != null)) {
                return url;
            }
        } catch (IllegalArgumentException wrong) {
            // told below
        }
        throw new IllegalArgumentException("'" + text + "' is not a URL such as " + HERE);
    }
}
