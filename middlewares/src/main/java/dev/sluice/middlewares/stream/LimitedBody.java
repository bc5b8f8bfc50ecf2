package dev.sluice.middlewares.stream;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.TransferException;

/** A body of unknown length whose reads fail with {@link Failure.BodyTooLarge} once it is longer than a limit. */
final class LimitedBody implements Body {
    private final Body body;
    private final Failure.BodyTooLarge tooLarge;
    private long rest;

    LimitedBody(Body body, Failure.BodyTooLarge tooLarge) {
        this.body = body;
        this.tooLarge = tooLarge;
        this.rest = tooLarge.limit();
    }

    @Override
    public long length() {
        return body.length();
    }

    /**
     * Reads one byte more than the limit allows, to distinguish a body that ends at the limit from one that exceeds it.
     */
    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (rest < 0) {
            throw new TransferException(tooLarge);
        }
        int count = body.read(buffer, offset, length <= rest ? length : (int) rest + 1);
        rest -= Math.max(count, 0);
        if (rest < 0) {
            throw new TransferException(tooLarge);
        }
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(body.available(), Math.max(rest, 0));
    }

    @Override
    public Fields trailers() {
        return body.trailers();
    }

    @Override
    public void close() {
        body.close();
    }
}
