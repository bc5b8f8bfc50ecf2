package dev.sluice.middlewares.retry;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;

/**
 * A streamed body that several attempts may use in turn, as long as none has read from it: an attempt that failed to
 * connect has not.
 */
final class UnreadBody implements Body {
    private final Body body;
    private volatile boolean read;

    UnreadBody(Body body) {
        this.body = body;
    }

    boolean unread() {
        return !read;
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        read = true;
        return body.read(buffer, offset, length);
    }

    @Override
    public int available() {
        return body.available();
    }

    @Override
    public Fields trailers() {
        return body.trailers();
    }

    /** Closes the body only if it was read from: an unread body is used by the next attempt. */
    @Override
    public void close() {
        if (read) {
            body.close();
        }
    }
}
