package dev.sluice.middlewares.trace;

import java.io.ByteArrayOutputStream;

/** Whole lines on their way to a sink. For one thread. */
final class LineBuffer extends ByteArrayOutputStream {
    LineBuffer(int size) {
        super(size);
    }

    /** The buffer itself; the first {@link #size()} bytes of it are valid. */
    byte[] bytes() {
        return buf;
    }

    /** Removes all bytes behind a position. */
    void truncate(int length) {
        count = length;
    }

    /** Adds a text of ASCII characters, a byte each. */
    void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            write(text.charAt(i));
        }
    }
}
