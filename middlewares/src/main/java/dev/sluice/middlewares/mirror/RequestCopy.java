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
    /** The copy of a request without a body. */
    static RequestCopy bodiless(Request request) {
        return new RequestCopy(request, CopiedBody.of(new byte[0]), () -> {});
    }

    /**
     * The copy of a request whose body is buffered. Copied at once, since the buffer is released when the exchange
     * ends.
     */
    static RequestCopy held(Request request, Runnable release) {
        try (Body replay = request.body().replay()) {
            return new RequestCopy(request, CopiedBody.of(replay.bytes()), release);
        }
    }

    /** The copy of a request whose body is copied while the exchange reads it. */
    static RequestCopy streamed(Request request, long maxBody, Runnable release) {
        CopiedBody body = new CopiedBody(request.body(), maxBody);
        return new RequestCopy(request.withBody(body), body, release);
    }

    Optional<byte[]> bytes() {
        return body.whole();
    }
}
