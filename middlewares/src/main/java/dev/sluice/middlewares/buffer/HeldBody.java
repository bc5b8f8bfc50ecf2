package dev.sluice.middlewares.buffer;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;

/** A body that reads buffered bytes. The first one owns them: its close releases them. */
final class HeldBody implements Body {
    private final Held held;
    private final boolean owner;
    private long position;

    private HeldBody(Held held, boolean owner) {
        this.held = held;
        this.owner = owner;
    }

    static HeldBody owning(Held held) {
        return new HeldBody(held, true);
    }

    /** Unknown if there are trailers, which only a chunked body can have (RFC 9112 §7.1.2). */
    @Override
    public long length() {
        return held.trailers().isEmpty() ? held.size() : UNKNOWN;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        int count = held.read(buffer, offset, length, position);
        position += Math.max(count, 0);
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, held.size() - position);
    }

    @Override
    public Fields trailers() {
        return position == held.size() ? held.trailers() : Fields.EMPTY;
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public Body replay() {
        return new HeldBody(held, false);
    }

    @Override
    public void close() {
        if (owner) {
            held.close();
        }
    }
}
