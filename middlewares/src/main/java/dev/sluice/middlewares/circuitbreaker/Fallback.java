package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import io.helidon.http.Status;
import java.net.URI;

/** Ready-made answers of a tripped breaker: oxy's {@code ResponseFallback} and {@code RedirectFallback}. */
final class Fallback {
    private Fallback() {}

    static Handler respond(int status, String contentType, String body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("fallback status must be 200..599, is " + status);
        }
        Status answer = Status.create(status);
        Fields fields = Fields.of("Content-Type", contentType);
        return request -> Response.of(answer, fields, Body.of(body));
    }

    static Handler redirect(String url, boolean preservePath) {
        URI uri = URI.create(url);
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new IllegalArgumentException("redirect must be an absolute URL, is " + url);
        }
        return request -> Response.of(
                Status.FOUND_302, Fields.of("Location", preservePath ? joined(url, request) : url), Body.empty());
    }

    /** Only a path may follow a host: the asterisk of {@code OPTIONS *} would become a part of its name. */
    private static String joined(String url, Request request) {
        String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        return request.target().startsWith("/") ? base + request.target() : url;
    }
}
