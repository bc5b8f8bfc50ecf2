package dev.sluice.middlewares.trace;

import java.io.ByteArrayOutputStream;

/** Whole lines on their way to a sink. For one thread. */
final class LineBuffer extends ByteArrayOutputStream {
    LineBuffer(int size) {
        super(size);
    }

    /** The bytes, not copied. */
    byte[] bytes() {
        return buf;
    }

    /** Forgets what was added behind a position. */
    void truncate(int length) {
        count = length;
    }

    /** Adds ASCII. */
    void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            write(text.charAt(i));
        }
    }
}
