package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.options.Mistakes;
import io.helidon.http.Status;
import java.net.URI;

/** What answers while a breaker is tripped: oxy's {@code ResponseFallback} and {@code RedirectFallback}. */
public sealed interface Fallback {
    /**
     * A fixed response.
     *
     * @param status 200 to 599
     * @param contentType such as {@code application/json}
     * @param body the text, sent as UTF-8
     */
    record Respond(int status, String contentType, String body) implements Fallback {
        /**
         * Checks the status.
         *
         * @throws IllegalArgumentException for another status
         */
        public Respond {
            Mistakes mistakes = new Mistakes();
            mistakes.unless(status >= 200 && status <= 599, "fallback status must be 200..599, is " + status);
            mistakes.trying(() -> Fields.of("Content-Type", contentType));
            mistakes.throwIfAny();
        }

        @Override
        public Response answer(Request request) {
            return Response.of(Status.create(status), Fields.of("Content-Type", contentType), Body.of(body));
        }
    }

    /**
     * A redirect (302).
     *
     * @param url absolute
     * @param preservingPath whether the request's target is appended; oxy drops its query
     */
    record RedirectTo(String url, boolean preservingPath) implements Fallback {
        /**
         * Checks the URL.
         *
         * @throws IllegalArgumentException if it is not absolute
         */
        public RedirectTo {
            URI uri = URI.create(url);
            if (uri.getScheme() == null || uri.getHost() == null) {
                throw new IllegalArgumentException("redirect must be an absolute URL, is " + url);
            }
        }

        @Override
        public Response answer(Request request) {
            Fields location = Fields.of("Location", preservingPath ? joined(request) : url);
            return Response.of(Status.FOUND_302, location, Body.empty());
        }

        /**
         * The target is appended only if it is a path: the asterisk of {@code OPTIONS *} would become part of the
         * host's name.
         */
        private String joined(Request request) {
            String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            return request.target().startsWith("/") ? base + request.target() : url;
        }
    }

    /**
     * A handler of the program.
     *
     * @param handler must be quick and must not read the request's body
     */
    record Custom(Handler handler) implements Fallback {
        @Override
        public Response answer(Request request) {
            return handler.handle(request);
        }
    }

    /**
     * Answers a request.
     *
     * @param request its body unread
     * @return the answer
     */
    Response answer(Request request);
}
