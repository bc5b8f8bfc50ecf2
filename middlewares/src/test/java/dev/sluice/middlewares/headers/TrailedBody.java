package dev.sluice.middlewares.headers;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import java.util.concurrent.atomic.AtomicInteger;

/** A body of three bytes with trailers, that knows how often it was closed. */
final class TrailedBody implements Body {
    private final Fields trailers;
    private final Body bytes = Body.of("abc");
    final AtomicInteger closes = new AtomicInteger();

    TrailedBody(Fields trailers) {
        this.trailers = trailers;
    }

    @Override
    public long length() {
        return UNKNOWN;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        return bytes.read(buffer, offset, length);
    }

    @Override
    public Fields trailers() {
        return trailers;
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public Body replay() {
        return new TrailedBody(trailers);
    }

    @Override
    public void close() {
        closes.incrementAndGet();
    }
}
