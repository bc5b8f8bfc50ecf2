package dev.sluice.middlewares.headers;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.middlewares.field.FieldName;
import dev.sluice.middlewares.field.GuardedTrailers;
import java.util.List;

/**
 * Edits the fields of requests and responses, including responses that the gateway's steps inside it made.
 *
 * <p>An edit concerns every line of its field, in any case and with underscores in place of hyphens, and what is set or
 * removed is kept out of the message's trailers too: whoever sends {@code X_User: root}, or {@code X-User: root} behind
 * the body, does not get around an edit of {@code X-User}. In a value <code>{name}</code> stands for what the route has
 * captured, with everything escaped that no field can hold. Stateless and thread-safe; costs one copy of the fields for
 * each edit that changes something.
 */
public final class Headers implements Middleware {
    private final HeadersOptions options;
    private final boolean hasCaptures;
    private final List<FieldName> guardedInRequests;
    private final List<FieldName> guardedInResponses;

    /**
     * Field edits.
     *
     * @param options what to change
     */
    public Headers(HeadersOptions options) {
        this.options = options;
        this.hasCaptures = !HeadersType.TYPE.captures(options).isEmpty();
        this.guardedInRequests = options.request().guarded();
        this.guardedInResponses = options.response().guarded();
    }

    @Override
    public Response handle(Request request, Handler next) {
        FieldEdits ofRequest = hasCaptures ? options.request().of(request) : options.request();
        FieldEdits ofResponse = hasCaptures ? options.response().of(request) : options.response();
        Response response = next.handle(request.withFields(ofRequest.apply(request.fields()))
                .withBody(GuardedTrailers.of(request.body(), guardedInRequests)));
        return response.withFields(ofResponse.apply(response.fields()))
                .withBody(GuardedTrailers.of(response.body(), guardedInResponses));
    }

    @Override
    public String describe() {
        return HeadersType.TYPE.describe(options);
    }
}
