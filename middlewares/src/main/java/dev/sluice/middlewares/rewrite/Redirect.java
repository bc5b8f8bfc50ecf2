package dev.sluice.middlewares.rewrite;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.expression.Substitution;
import io.helidon.http.Status;
import java.util.function.Function;

/**
 * Answers with a redirect where the URL of a request matches, and lets others pass. Its reason is {@code redirected}.
 *
 * <p>A location never has control characters, and never starts with two slashes or a backslash, so no target can turn
 * it into another host. Scheme and host are those of the client's {@linkplain dev.sluice.core.Client#origin origin}, so a
 * client that speaks TLS to a trusted hop is not sent round in circles. A redirect to https answers 400, reason {@code refused-400}, where the Host field is none (RFC
 * 9110 §7.2): it lets no plain request pass but {@code OPTIONS *} and CONNECT, which have no URL. Stateless.
 */
public final class Redirect implements Gate {
    private static final Provenance REDIRECTED = Provenance.local(Reason.REDIRECTED);

    private final RedirectOptions options;
    private final Function<Request, Verdict> rule;

    /**
     * A redirect.
     *
     * @param options where to
     */
    public Redirect(RedirectOptions options) {
        this.options = options;
        this.rule = switch (options.where()) {
            case Redirection.ToBase to -> request -> hasPath(request) ? sent(to.base() + request.target()) : pass();
            case Redirection.Https https -> this::toHttps;
            case Redirection.Matching matching -> {
                Substitution substitution = matching.substitution();
                yield request ->
                        substitution.apply(url(request)).map(this::sent).orElseGet(Redirect::pass);
            }
        };
    }

    @Override
    public Verdict admit(Request request) {
        return rule.apply(request);
    }

    private static boolean hasPath(Request request) {
        return request.target().startsWith("/");
    }

    private static Verdict pass() {
        return Verdict.admit();
    }

    private Verdict toHttps(Request request) {
        if (scheme(request).equals("https") || !hasPath(request)) {
            return pass();
        }
        return HostField.withoutPort(request.client().origin().authority())
                .map(host -> sent("https://" + host + request.target()))
                .orElseGet(() -> Verdict.reject(
                        Response.problem(Status.BAD_REQUEST_400, "refused-400", "the Host field must name a host")));
    }

    private static String url(Request request) {
        return scheme(request) + "://" + request.client().origin().authority() + request.target();
    }

    private static String scheme(Request request) {
        return request.client().origin().scheme();
    }

    private Verdict sent(String location) {
        Fields fields = Fields.of("Location", Texts.location(location));
        return Verdict.reject(Response.of(Status.create(options.status()), fields, Body.empty())
                .withProvenance(REDIRECTED));
    }

    @Override
    public String describe() {
        return RedirectType.TYPE.describe(options);
    }
}
