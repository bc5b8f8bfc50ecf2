package dev.sluice.observe.spans;

import dev.sluice.core.Client;
import dev.sluice.core.Failure;
import dev.sluice.core.Grpc;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Upstream;
import dev.sluice.middlewares.trace.TraceOptions;
import dev.sluice.middlewares.trace.UrlSecrets;
import io.helidon.tracing.Span;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What spans tell, after OpenTelemetry's semantic conventions for HTTP; what is the gateway's own begins with {@code
 * sluice.}. Secret parameters of URLs are hidden, and texts that a client writes have at most {@value #LONGEST} characters.
 */
final class SpanTags {
    static final int LONGEST = 1_024;

    private static final int SHORT = 32;
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final String OTHER = "_OTHER";
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY");

    private final UrlSecrets secrets;

    SpanTags(TracingOptions options) {
        Set<String> names = new HashSet<>(TraceOptions.SECRET_PARAMETERS);
        names.addAll(options.secretParameters());
        secrets = new UrlSecrets(names);
    }

    /** What a span is named by: a method that is known, so that clients cannot make up names. */
    static String method(Request request) {
        return METHODS.contains(request.method()) ? request.method() : "HTTP";
    }

    private static void methodOf(Span.Builder<?> span, Request request) {
        String method = request.method();
        boolean known = METHODS.contains(method);
        span.tag("http.request.method", known ? method : OTHER);
        if (!known) {
            span.tag("http.request.method_original", cut(method, SHORT));
        }
    }

    /** Of a server span, when it begins. */
    void received(Span.Builder<?> span, Request request) {
        methodOf(span, request);
        Client client = request.client();
        span.tag("url.scheme", request.scheme());
        String target = secrets.hidden(request.target());
        int query = target.indexOf('?');
        span.tag("url.path", cut(query < 0 ? target : target.substring(0, query), LONGEST));
        if (query >= 0) {
            span.tag("url.query", cut(target.substring(query + 1), LONGEST));
        }
        if (!client.origin().authority().isEmpty()) {
            span.tag("server.address", cut(client.origin().host(), LONGEST));
            span.tag("server.port", client.origin().port());
        }
        span.tag("client.address", client.origin().text());
        span.tag("network.peer.address", client.peer().host());
        span.tag("network.protocol.version", version(request.head().version()));
        request.fields().first("User-Agent").ifPresent(agent -> span.tag("user_agent.original", cut(agent, LONGEST)));
    }

    private static String version(RequestHead.Version version) {
        return switch (version) {
            case HTTP_1_0 -> "1.0";
            case HTTP_1_1 -> "1.1";
            case HTTP_2 -> "2";
        };
    }

    /** Of a server span, when it ends. */
    void answered(Span span, Outcome outcome) {
        Provenance from = outcome.response().provenance();
        int status = outcome.status().code();
        span.tag("http.response.status_code", status);
        grpc(span, outcome);
        span.tag("http.request.body.size", outcome.bytesReceived());
        span.tag("http.response.body.size", outcome.bytesSent());
        tagIfAny(span, "http.route", from.route());
        tagIfAny(span, "sluice.reason", from.reason());
        tagIfAny(span, "sluice.step", from.step());
        from.upstream().map(Upstream::authority).ifPresent(member -> span.tag("sluice.member", member));
        span.tag("sluice.attempts", from.attempts());
        serverError(outcome).ifPresent(type -> span.tag("error.type", type));
        if (isFaultOfOurs(outcome)) {
            span.status(Span.Status.ERROR);
        }
    }

    /** Also a refusal that is no error of the gateway has a type: the word for why it was refused. */
    private static Optional<String> serverError(Outcome outcome) {
        Optional<String> went = outcome.reason();
        OptionalInt call = Grpc.status(outcome.response());
        int status = outcome.countedStatus();
        if (went.isPresent() || (status < CLIENT_ERROR && call.orElse(0) == 0)) {
            return went;
        }
        String reason = outcome.response().provenance().reason();
        if (!reason.isEmpty()) {
            return Optional.of(reason);
        }
        int shown = call.orElse(status);
        return status >= SERVER_ERROR ? Optional.of(Integer.toString(shown)) : Optional.empty();
    }

    /** A client that sends nonsense or leaves is no error of a server. */
    private static boolean isFaultOfOurs(Outcome outcome) {
        boolean broken = outcome.ending() == Outcome.Ending.BROKEN
                && outcome.failure().filter(failure -> !isOfClient(failure)).isPresent();
        return broken || outcome.bug().isPresent() || outcome.countedStatus() >= SERVER_ERROR;
    }

    private static boolean isOfClient(Failure failure) {
        return failure instanceof Failure.ClientGone || failure instanceof Failure.ClientBroken;
    }

    /** Of a client span, when it begins. */
    void sent(Span.Builder<?> span, Request request, String pool) {
        methodOf(span, request);
        request.upstream().ifPresent(upstream -> {
            span.tag("server.address", upstream.host());
            span.tag("server.port", upstream.port());
            span.tag("url.full", cut(url(upstream) + secrets.hidden(request.target()), LONGEST));
            span.tag("sluice.member", upstream.authority());
        });
        if (!pool.isEmpty()) {
            span.tag("sluice.pool", pool);
        }
        span.tag("sluice.attempt", request.attempt());
        if (request.attempt() > 1) {
            span.tag("http.request.resend_count", request.attempt() - 1);
        }
    }

    private static String url(Upstream upstream) {
        return upstream.urlScheme() + "://" + upstream.authority() + upstream.basePath();
    }

    /** Of a client span, when it ends. A response that the gateway has made of a failure has no status of the upstream's. */
    void came(Span span, Outcome outcome) {
        int status = outcome.response().status().code();
        boolean answered =
                outcome.bug().isEmpty() && outcome.response().failure().isEmpty();
        Optional<String> went = outcome.reason();
        if (answered) {
            span.tag("http.response.status_code", status);
        }
        outcome.response()
                .provenance()
                .protocol()
                .ifPresent(version -> span.tag("network.protocol.version", version(version)));
        OptionalInt call = grpc(span, outcome);
        boolean refused = answered && (status >= CLIENT_ERROR || call.orElse(0) > 0);
        went.or(() -> refused ? Optional.of(Integer.toString(call.orElse(status))) : Optional.empty())
                .ifPresent(type -> span.tag("error.type", type));
        boolean failed = went.isPresent()
                && outcome.failure().filter(SpanTags::isOfClient).isEmpty();
        if (failed || refused) {
            span.status(Span.Status.ERROR);
        }
    }

    /** The status of a call of gRPC, after OpenTelemetry's semantic conventions for it. */
    private static OptionalInt grpc(Span span, Outcome outcome) {
        OptionalInt status = Grpc.status(outcome.response());
        if (status.isPresent()) {
            span.tag("rpc.system", "grpc");
            span.tag("rpc.grpc.status_code", status.getAsInt());
        }
        return status;
    }

    private static void tagIfAny(Span span, String name, String value) {
        if (!value.isEmpty()) {
            span.tag(name, value);
        }
    }

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }
}
