package dev.sluice.middlewares.auth;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import io.helidon.http.Status;
import java.util.Optional;

/**
 * Lets requests with a valid key pass: 401 without one, 403 with another. Its reasons are {@code unauthorized} and
 * {@code forbidden}. Thread-safe if its check is.
 */
public final class ApiKey implements Gate {
    private final ApiKeyOptions options;
    private final Fields challenge;

    /**
     * A key check.
     *
     * @param options which keys to take
     */
    public ApiKey(ApiKeyOptions options) {
        this.options = options;
        challenge = Fields.of(
                "WWW-Authenticate",
                "ApiKey header=\"" + options.header() + "\"",
                "Content-Type",
                "text/plain; charset=utf-8");
    }

    @Override
    public Verdict admit(Request request) {
        Optional<String> key = request.fields().first(options.header()).filter(value -> !value.isEmpty());
        if (key.isEmpty()) {
            return Verdict.reject(Response.of(Status.UNAUTHORIZED_401, challenge, Body.of("Unauthorized\n"))
                    .withProvenance(Provenance.local("unauthorized")));
        }
        return options.check().test(key.get())
                ? Verdict.admit()
                : Verdict.reject(
                        Response.of(Status.FORBIDDEN_403, "Forbidden\n").withProvenance(Provenance.local("forbidden")));
    }

    @Override
    public String describe() {
        return "apiKey(" + options.header() + ")";
    }
}
