package dev.sluice.middlewares.retry;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;

/**
 * A streamed body on loan to an attempt. As long as nobody has read from it, it can be lent again: an attempt that failed
 * to connect has not touched it.
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

    /** An unread body goes back to its owner instead. */
    @Override
    public void close() {
        if (read) {
            body.close();
        }
    }
}
