package dev.sluice.server;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A body of unknown length from a stream that a test feeds. */
record StreamedBody(InputStream in, Fields trailers) implements Body {
    StreamedBody(InputStream in) {
        this(in, Fields.EMPTY);
    }

    @Override
    public long length() {
        return UNKNOWN;
    }

    @Override
    public int available() {
        try {
            return in.available();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            return in.read(buffer, offset, length);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
