package dev.sluice.middlewares.auth;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * HTTP Basic authentication (RFC 7617): 401 with a challenge for everyone who does not name a user and the password;
 * its reason is {@code unauthorized}. Thread-safe if its check is. Use it over TLS only.
 */
public final class BasicAuth implements Gate {
    private static final Provenance UNAUTHORIZED = Provenance.local("unauthorized");
    private static final String SCHEME = "Basic ";

    private final BasicAuthOptions options;
    private final Fields challenge;

    /**
     * A password check.
     *
     * @param options whom to let in
     */
    public BasicAuth(BasicAuthOptions options) {
        this.options = options;
        challenge = Fields.of(
                "WWW-Authenticate",
                "Basic realm=\"" + options.realm() + "\", charset=\"UTF-8\"",
                "Content-Type",
                "text/plain; charset=utf-8");
    }

    @Override
    public Verdict admit(Request request) {
        boolean known = request.fields()
                .first("Authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .filter(value -> knows(value.substring(SCHEME.length()).strip()))
                .isPresent();
        return known ? Verdict.admit() : Verdict.reject(unauthorized());
    }

    private boolean knows(String base64) {
        try {
            String credentials = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = credentials.indexOf(':');
            return colon >= 0
                    && options.check().test(credentials.substring(0, colon), credentials.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private Response unauthorized() {
        return Response.of(Status.UNAUTHORIZED_401, challenge, Body.of("Unauthorized\n"))
                .withProvenance(UNAUTHORIZED);
    }

    @Override
    public String describe() {
        return "basicAuth(" + options.realm() + ")";
    }
}
