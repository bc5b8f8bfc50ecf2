package dev.sluice.middlewares.mirror;

import dev.sluice.core.Body;
import dev.sluice.core.Request;
import java.util.Optional;

/**
 * A request that is to be copied, and the bytes of its body as far as they are known.
 *
 * @param original what is passed on; reading its body makes the copy
 * @param body the copy
 * @param release gives back what is held for it; runs once
 */
record RequestCopy(Request original, CopiedBody body, Runnable release) {
    /** Of a request without a body. */
    static RequestCopy bodiless(Request request) {
        return new RequestCopy(request, CopiedBody.of(new byte[0]), () -> {});
    }

    /** Of a request whose body is held anyway. It is copied at once: when the exchange has ended, it is held no more. */
    static RequestCopy held(Request request, Runnable release) {
        try (Body replay = request.body().replay()) {
            return new RequestCopy(request, CopiedBody.of(replay.bytes()), release);
        }
    }

    /** Of a request whose body comes as a stream. */
    static RequestCopy streamed(Request request, long maxBody, Runnable release) {
        CopiedBody body = new CopiedBody(request.body(), maxBody);
        return new RequestCopy(request.withBody(body), body, release);
    }

    Optional<byte[]> bytes() {
        return body.whole();
    }
}
