package dev.sluice.middlewares.buffer;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.options.Mistakes;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.retry.Retry;
import dev.sluice.middlewares.retry.RetryOptions;
import dev.sluice.middlewares.stream.Stream;
import dev.sluice.middlewares.stream.StreamOptions;
import io.helidon.http.Status;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Buffers whole bodies, in memory or on disk. A slow client then does not occupy the upstream, the size of a body is
 * known before its first byte is passed on, and a request that failed can be sent again by the rules of {@link Retry}.
 *
 * <p>The request's body is read to its end first. If it is too large, the client sees 413, before anything is read if
 * {@code Content-Length} says so; if there is no room in the {@link BufferBudget} or on disk, 503. Then the response's
 * body is read. If it is too large, the client sees 502. If it breaks off, that is a network failure which may be
 * retried, since the client has not seen any of it. Buffered messages are passed on with a {@code Content-Length};
 * those with trailers are passed on chunked, with their trailers.
 *
 * <p>These are streamed nevertheless: {@code text/event-stream} responses, tunnels, and requests for a tunnel (an
 * {@code Upgrade} field or CONNECT, without a body). Responses without a body (HEAD, 204, 304) stay as they are.
 *
 * <p>Thread-safe. Buffered bytes are released when the exchange ends.
 */
public final class Buffer implements Middleware {
    private final BufferOptions options;
    private final Account account;
    private final Store requests;
    private final Store responses;
    private final Stream unbuffered;
    private final Optional<Retry> retry;

    /**
     * A buffer with a budget of its own. In a program, {@link BufferType} makes buffers that share one.
     *
     * @param options what to buffer
     * @param ticker for retries
     * @param random for retries; must be thread-safe
     * @throws IllegalArgumentException if the spill directory cannot be used
     */
    public Buffer(BufferOptions options, Ticker ticker, RandomGenerator random) {
        this(options, new Account(options.budget()), when -> new Retry(when, ticker, random));
    }

    Buffer(BufferOptions options, Account account, Function<RetryOptions, Retry> retrying) {
        Mistakes mistakes = new Mistakes();
        options.problems().forEach(mistakes::add);
        mistakes.throwIfAny();
        this.options = options;
        this.account = account;
        this.requests = new Store(options.request(), account, options.spillDirectory());
        this.responses = new Store(options.response(), account, options.spillDirectory());
        this.unbuffered =
                new Stream(new StreamOptions(streamLimit(options.request()), streamLimit(options.response())));
        this.retry = options.retry().map(retrying);
    }

    private static long streamLimit(BodyLimits limits) {
        return limits.buffered() ? StreamOptions.UNLIMITED : limits.maxBytes();
    }

    @Override
    public Response handle(Request request, Handler next) {
        if (asksForTunnel(request)) {
            return next.handle(request);
        }
        return unbuffered.handle(request, limited -> buffered(limited, next));
    }

    /** Only without a body: otherwise a client could evade the limits by sending an {@code Upgrade} field. */
    private static boolean asksForTunnel(Request request) {
        boolean asks = request.fields().contains("Upgrade")
                || request.fields().hasMember("Connection", "upgrade")
                || request.method().equals("CONNECT");
        return asks && !offersHttp2(request) && request.body().length() == 0;
    }

    /**
     * The JDK's client sends {@code Upgrade: h2c} with each request (obsolete by RFC 9113 §3.1). It is never passed on,
     * so no tunnel can follow.
     */
    private static boolean offersHttp2(Request request) {
        List<String> protocols = request.fields().members("Upgrade");
        return protocols.size() == 1 && protocols.getFirst().equalsIgnoreCase("h2c");
    }

    private Response buffered(Request request, Handler next) {
        if (!options.request().buffered() || request.body().length() == 0) {
            return answered(request, next);
        }
        Body body;
        try {
            body = held(request);
        } catch (TransferException refused) {
            return Response.failed(refused.failure(), Provenance.LOCAL);
        }
        return releasing(body, framed(request, body), next);
    }

    private Body held(Request request) {
        Body body = request.body();
        if (options.request().exceededBy(body.length())) {
            body.close();
            throw new TransferException(requests.tooLarge());
        }
        if (body.replayable()) {
            return body;
        }
        if (request.fields().hasMember("Expect", "100-continue")) {
            request.client().inform(Status.CONTINUE_100, Fields.EMPTY);
        }
        return HeldBody.owning(Held.of(body, requests));
    }

    private static Request framed(Request request, Body body) {
        return request.withBody(body).withFields(framed(request.fields().without("Expect"), body));
    }

    private static Fields framed(Fields fields, Body body) {
        return body.length() == Body.UNKNOWN
                ? fields.without("Content-Length")
                : fields.without("Transfer-Encoding").with("Content-Length", Long.toString(body.length()));
    }

    private Response releasing(Body body, Request request, Handler next) {
        try {
            return answered(request, next).onEnd(outcome -> body.close());
        } catch (RuntimeException | Error bug) {
            body.close();
            throw bug;
        }
    }

    private Response answered(Request request, Handler next) {
        UnaryOperator<Response> settle = options.response().buffered() ? this::settled : UnaryOperator.identity();
        return retry.isPresent()
                ? retry.get().handle(request, next, settle)
                : settle.apply(next.handle(request.withBody(lent(request.body()))));
    }

    /** A body over buffered bytes whose close leaves them: they are needed for the next attempt. */
    private static Body lent(Body body) {
        return body.replayable() ? body.replay() : body;
    }

    private Response settled(Response response) {
        Body body = response.body();
        if (response.tunnel().isPresent() || body.length() == 0 || isEventStream(response)) {
            return response;
        }
        if (options.response().exceededBy(body.length())) {
            response.close();
            return Response.failed(responses.tooLarge(), response.provenance());
        }
        if (body.replayable()) {
            return response;
        }
        try {
            Body held = HeldBody.owning(Held.of(body, responses));
            return response.withBody(held).withFields(framed(response.fields(), held));
        } catch (TransferException broken) {
            response.close();
            return Response.failed(broken.failure(), response.provenance());
        }
    }

    private static boolean isEventStream(Response response) {
        return response.fields()
                .first("Content-Type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
                .isPresent();
    }

    /**
     * The bytes of the budget that are in use, by all buffers that share it.
     *
     * @return bytes, for metrics
     */
    public long held() {
        return account.held();
    }

    @Override
    public String describe() {
        return BufferType.TYPE.describe(options);
    }
}
