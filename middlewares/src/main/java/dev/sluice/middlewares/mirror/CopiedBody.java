package dev.sluice.middlewares.mirror;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.WrappedBody;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * A body whose bytes are copied while it is read, as long as it is not longer than a limit. One thread reads it; its
 * end is safely seen by others.
 */
final class CopiedBody implements WrappedBody {
    private final Body body;
    private final long most;
    private ByteArrayOutputStream copy = new ByteArrayOutputStream(0);
    private volatile State state = State.READING;

    private enum State {
        READING,
        WHOLE,
        TOO_LARGE
    }

    CopiedBody(Body body, long most) {
        this.body = body;
        this.most = most;
    }

    /** A body of bytes that are their own copy. */
    static CopiedBody of(byte[] bytes) {
        CopiedBody whole = new CopiedBody(Body.of(bytes), bytes.length);
        whole.copy.writeBytes(bytes);
        whole.state = State.WHOLE;
        return whole;
    }

    @Override
    public Body body() {
        return body;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        int count = body.read(buffer, offset, length);
        if (state == State.READING) {
            took(buffer, offset, count);
        }
        return count;
    }

    private void took(byte[] buffer, int offset, int count) {
        if (count < 0) {
            state = State.WHOLE;
        } else if (copy.size() + count > most) {
            state = State.TOO_LARGE;
            copy = new ByteArrayOutputStream(0);
        } else {
            copy.write(buffer, offset, count);
            state = copy.size() == body.length() ? State.WHOLE : State.READING;
        }
    }

    @Override
    public int available() {
        int bytes = body.available();
        if (bytes < 0 && state == State.READING) {
            state = State.WHOLE;
        }
        return bytes;
    }

    @Override
    public Fields trailers() {
        return body.trailers();
    }

    /** The copy, if the body was read to its end. */
    Optional<byte[]> whole() {
        return state == State.WHOLE ? Optional.of(copy.toByteArray()) : Optional.empty();
    }

    boolean isTooLarge() {
        return state == State.TOO_LARGE;
    }
}
