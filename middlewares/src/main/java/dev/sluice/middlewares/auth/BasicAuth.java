package dev.sluice.middlewares.auth;

import dev.sluice.core.Gate;
import dev.sluice.core.Request;
import dev.sluice.core.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * HTTP Basic authentication (RFC 7617): who does not name a user and the user's password, in exactly one
 * {@code Authorization} line, gets 401 with a challenge and the reason {@code unauthorized}.
 *
 * <p>Passwords are compared in constant time, also those of users that are not known. Thread-safe if its check is. Use it
 * over TLS only: the password is sent in clear text.
 */
public final class BasicAuth implements Gate {
    private static final String SCHEME = "Basic ";
    private static final byte[] NOBODY = Digest.of("");

    private final BasicAuthOptions options;
    private final Credentials credentials;
    private final Map<String, byte[]> digests;

    /**
     * A password check.
     *
     * @param options whom to let in
     */
    public BasicAuth(BasicAuthOptions options) {
        this.options = options;
        credentials = new Credentials("Authorization", "Basic realm=\"" + options.realm() + "\", charset=\"UTF-8\"");
        digests = options.users().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, user -> Digest.of(user.getValue().reveal())));
    }

    @Override
    public Verdict admit(Request request) {
        boolean known = credentials
                .of(request.fields())
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .filter(value -> knows(value.substring(SCHEME.length()).strip()))
                .isPresent();
        return known ? Verdict.admit() : Verdict.reject(credentials.unauthorized());
    }

    private boolean knows(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon >= 0 && knows(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private boolean knows(String user, String password) {
        boolean same = MessageDigest.isEqual(digests.getOrDefault(user, NOBODY), Digest.of(password));
        return (same && digests.containsKey(user))
                || options.check()
                        .filter(program -> program.test(user, password))
                        .isPresent();
    }

    @Override
    public String describe() {
        return BasicAuthType.TYPE.describe(options);
    }
}
