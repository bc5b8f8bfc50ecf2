package dev.sluice.middlewares.pages;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Grpc;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Problem;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import io.helidon.http.Status;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a page in place of the body of errors. An error of the gateway's own is what it answers with because of a
 * {@linkplain Problem problem}, a failure of the network, or without any body; an answer that a program has written
 * ({@code respond}, a fallback) is none. Errors of upstreams get the page if that was asked for; then no more of their
 * body is read than has come already. Event streams and upgrades are never touched, nor answers to clients of gRPC,
 * which understand no page.
 *
 * <p>The status stays, unless another was asked for; fields that describe the old body go, all others stay, such as
 * {@code Retry-After}. Costs one comparison for each response that is no error. Immutable and thread-safe.
 */
public final class ErrorPage implements Middleware {
    private static final System.Logger LOGGER = System.getLogger(ErrorPage.class.getName());
    private static final int FIRST_ERROR = 400;
    private static final int PART = 4 * 1024;
    private static final int MOST_SPENT = 64 * 1024;
    /** Fields that describe the body of a response (RFC 9110 §8 and §14), or that it is not changed (RFC 9530). */
    private static final Set<String> OF_A_BODY = Set.of(
            "accept-ranges",
            "content-digest",
            "content-disposition",
            "content-encoding",
            "content-language",
            "content-length",
            "content-location",
            "content-md5",
            "content-range",
            "content-type",
            "digest",
            "etag",
            "last-modified",
            "repr-digest",
            "trailer",
            "transfer-encoding");

    private static final List<String> OF_A_PAGE =
            List.of("Content-Type", "Content-Encoding", "Content-Language", "Content-Length");
    /** Fields of a request that speak of its body, or make a condition. */
    private static final Set<String> NOT_FOR_A_PAGE = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "range",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final ErrorPageOptions options;
    private final Page plain;
    private final Page page;

    /**
     * Pages for errors.
     *
     * @param options which
     * @throws IllegalArgumentException if a file cannot be read
     */
    public ErrorPage(ErrorPageOptions options) {
        this.options = options;
        plain = Page.of(Page.HTML, "<!doctype html><title>{status} {reason}</title><h1>{status} {reason}</h1>\n");
        page = options.file()
                .map(file -> Page.of(options.contentType(), file))
                .orElse(options.body().isEmpty() ? plain : Page.of(options.contentType(), options.body()));
    }

    @Override
    public Response handle(Request request, Handler next) {
        Response response = next.handle(request);
        if (response.status().code() < FIRST_ERROR || Grpc.isIn(request.fields()) || !getsPage(response)) {
            return response;
        }
        Optional<String> target = options.target(response.status().code());
        return target.isPresent()
                ? fetched(request, response, target.get(), next)
                : shown(request, response, page, typeOfPage());
    }

    private String typeOfPage() {
        return options.file().isEmpty() && options.body().isEmpty() ? Page.HTML : options.contentType();
    }

    private boolean getsPage(Response response) {
        int code = response.status().code();
        return options.statuses().stream().anyMatch(range -> range.contains(code))
                && (isOwn(response)
                        || (options.upstreams()
                                && response.provenance().upstream().isPresent()))
                && !isStream(response);
    }

    private static boolean isOwn(Response response) {
        return response.failure().isPresent()
                || response.body() instanceof Problem
                || (response.provenance().upstream().isEmpty()
                        && response.body().length() == 0);
    }

    private static boolean isStream(Response response) {
        return response.tunnel().isPresent()
                || response.fields()
                        .first("Content-Type")
                        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
                        .isPresent();
    }

    private Response shown(Request request, Response error, Page shown, String type) {
        spend(error.body());
        FieldsBuilder fields = withoutBody(error.fields()).add("Content-Type", type);
        return error.withStatus(status(error))
                .withFields(fields.build())
                .withBody(Body.of(shown.of(request, error.status())));
    }

    /** Reads what has come already and closes: the connection of a body that was read to its end goes on. */
    private static void spend(Body body) {
        byte[] part = new byte[PART];
        try {
            int count = 0;
            for (int read = 0; read < MOST_SPENT && count >= 0 && body.available() != 0; read += count) {
                count = body.read(part, 0, PART);
            }
        } catch (TransferException broken) {
            LOGGER.log(Level.TRACE, "the body of an error broke, which nobody wants", broken);
        } finally {
            body.close();
        }
    }

    private Status status(Response error) {
        return options.status().map(Status::create).orElse(error.status());
    }

    private static FieldsBuilder withoutBody(Fields fields) {
        return fields.without((lines, i) -> OF_A_BODY.contains(lines.name(i).toLowerCase(Locale.ROOT))).toBuilder();
    }

    /** The error is closed before the pipeline is asked again, since it may hold a permit that the page needs. */
    private Response fetched(Request request, Response error, String target, Handler next) {
        error.close();
        Response found = next.handle(forPage(request, target));
        if (found.status().code() != Status.OK_200.code() || found.tunnel().isPresent()) {
            found.close();
            return shown(request, bare(error), plain, Page.HTML);
        }
        FieldsBuilder fields = withoutBody(error.fields());
        OF_A_PAGE.forEach(name -> found.fields().first(name).ifPresent(value -> fields.add(name, value)));
        return bare(error)
                .withStatus(status(error))
                .withFields(fields.build())
                .withBody(found.body())
                .onEnd(found::end);
    }

    private static Request forPage(Request request, String target) {
        String method = request.method().equals("HEAD") ? "HEAD" : "GET";
        Fields fields = request.fields()
                .without((lines, i) -> NOT_FOR_A_PAGE.contains(lines.name(i).toLowerCase(Locale.ROOT)));
        return request.withHead(new RequestHead(method, target, fields)).withBody(Body.empty());
    }

    /**
     * A response without a body that keeps status, failure and provenance of an error that is closed, for the steps
     * outside.
     */
    private static Response bare(Response error) {
        Provenance provenance = error.provenance();
        return error.failure()
                .map(failure -> Response.failed(failure, provenance))
                .orElseGet(() -> Response.of(error.status()))
                .withStatus(error.status())
                .withFields(error.fields())
                .withProvenance(provenance);
    }

    @Override
    public String describe() {
        return ErrorPageType.TYPE.describe(options);
    }
}
