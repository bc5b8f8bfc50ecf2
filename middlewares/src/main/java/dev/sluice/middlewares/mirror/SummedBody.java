package dev.sluice.middlewares.mirror;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.WrappedBody;

/**
 * A body that is summed up while it is read.
 *
 * @param body the bytes
 * @param sum gets them, too
 */
record SummedBody(Body body, BodySum sum) implements WrappedBody {
    @Override
    public int read(byte[] buffer, int offset, int length) {
        int count = body.read(buffer, offset, length);
        if (count > 0) {
            sum.add(buffer, offset, count);
        }
        return count;
    }

    @Override
    public Fields trailers() {
        return body.trailers();
    }
}
