package dev.sluice.middlewares.auth;

import dev.sluice.core.Gate;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.core.options.Secret;
import io.helidon.http.Status;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets requests with a valid key pass. Without a key, or with several, a client gets 401 and the reason {@code
 * unauthorized}; with a key that is not known it gets 403 and the reason {@code forbidden}.
 *
 * <p>Keys are looked up by their SHA-256, so that the time of a look-up reveals nothing about a key. Thread-safe if its
 * check is; costs one digest for each request.
 */
public final class ApiKey implements Gate {
    private final ApiKeyOptions options;
    private final Credentials credentials;
    private final Set<ByteBuffer> digests;

    /**
     * A key check.
     *
     * @param options which keys to take
     */
    public ApiKey(ApiKeyOptions options) {
        this.options = options;
        credentials = new Credentials(options.header(), "ApiKey header=\"" + options.header() + "\"");
        digests = options.keys().stream()
                .map(Secret::reveal)
                .map(key -> ByteBuffer.wrap(Digest.of(key)))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Verdict admit(Request request) {
        Optional<String> key = credentials.of(request.fields());
        if (key.isEmpty()) {
            return Verdict.reject(credentials.unauthorized());
        }
        return knows(key.get())
                ? Verdict.admit()
                : Verdict.reject(Response.problem(Status.FORBIDDEN_403, Reason.FORBIDDEN, "Forbidden\n"));
    }

    private boolean knows(String key) {
        return digests.contains(ByteBuffer.wrap(Digest.of(key)))
                || options.check().filter(program -> program.test(key)).isPresent();
    }

    @Override
    public String describe() {
        return ApiKeyType.TYPE.describe(options);
    }
}
