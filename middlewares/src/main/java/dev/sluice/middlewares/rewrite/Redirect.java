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
 * Answers a request whose URL matches with a redirect (RFC 9110 §15.4), reason {@code redirected}. Other requests pass.
 *
 * <p>A location never has control characters, and never starts with two slashes or a backslash, so no target of a
 * request can make it name another host. Scheme and host are those of the client's {@linkplain
 * dev.sluice.core.Client#origin origin}, so a client that speaks TLS to a trusted hop is not redirected to https again
 * and again. With a redirect to https, a plain request without a valid Host field (RFC 9110 §7.2) is answered 400,
 * reason {@code refused-400}; only {@code OPTIONS *} and CONNECT pass, which have no URL. Stateless.
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
            case Redirection.Https https -> request -> toHttps(request, https.suffix());
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

    private Verdict toHttps(Request request, String port) {
        if (scheme(request).equals("https") || !hasPath(request)) {
            return pass();
        }
        return HostField.withoutPort(request.client().origin().authority())
                .map(host -> sent("https://" + host + port + request.target()))
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
