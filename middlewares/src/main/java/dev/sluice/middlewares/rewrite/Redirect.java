package dev.sluice.middlewares.rewrite;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import io.helidon.http.Status;

/**
 * Answers with a redirect where the URL of a request matches, and lets others pass. Its reason is {@code redirected}.
 *
 * <p>A location never has control characters, and never starts with two slashes or a backslash, so no target can turn
 * it into another host. Stateless.
 */
public final class Redirect implements Gate {
    private static final Provenance REDIRECTED = Provenance.local("redirected");

    private final RedirectOptions options;
    private final Substitution substitution;

    /**
     * A redirect.
     *
     * @param options where to
     */
    public Redirect(RedirectOptions options) {
        this.options = options;
        substitution = Substitution.of("redirect: regex", options.expression(), options.location());
    }

    @Override
    public Verdict admit(Request request) {
        return substitution
                .apply(url(request))
                .map(Targets::location)
                .map(location -> Verdict.reject(response(location)))
                .orElseGet(Verdict::admit);
    }

    private static String url(Request request) {
        String scheme = request.client().peer().secure() ? "https" : "http";
        return scheme + "://" + request.fields().first("Host").orElse("") + request.target();
    }

    private Response response(String location) {
        return Response.of(Status.create(options.status()), Fields.of("Location", location), Body.empty())
                .withProvenance(REDIRECTED);
    }

    @Override
    public String describe() {
        return "redirect(" + options.status() + " to " + options.location() + ")";
    }
}
