package dev.sluice.cli.remote;

import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Options;
import java.net.URI;
import java.nio.file.Path;

/** The options by which the admin listener of a gateway is found. */
public final class Remote {
    private static final String HERE = "http://127.0.0.1:9900";

    private final Options options = new Options("Which gateway:%n");
    private final Option<URI> admin =
            options.value("--admin", "URL", Remote::url, "Its admin listener. Default: SLUICE_ADMIN, or " + HERE + ".");
    private final Option<Path> token = options.value(
            "--token-file",
            "FILE",
            Path::of,
            "The token of its admin listener. Default: SLUICE_TOKEN_FILE, or ~/.sluice/admin-token.");

    /** For the help. */
    public Options options() {
        return options;
    }

    /**
     * What was typed, or what the environment says.
     *
     * @throws IllegalArgumentException if the environment names no URL
     */
    public AdminClient client() {
        return new AdminClient(
                admin.or(url(environment("SLUICE_ADMIN", HERE))),
                token.or(Path.of(environment(
                        "SLUICE_TOKEN_FILE",
                        Path.of(System.getProperty("user.home"), ".sluice", "admin-token")
                                .toString()))));
    }

    private static String environment(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? otherwise : value;
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
