package dev.sluice.core;

import java.io.InputStream;

/** A body as a stream of the JDK's. */
final class BodyStream extends InputStream {
    private final Body body;

    BodyStream(Body body) {
        this.body = body;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        return length == 0 ? 0 : body.read(buffer, offset, length);
    }

    @Override
    public int available() {
        return Math.max(0, body.available());
    }

    @Override
    public void close() {
        body.close();
    }
}
