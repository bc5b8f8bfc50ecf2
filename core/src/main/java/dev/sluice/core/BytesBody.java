package dev.sluice.core;

/** A body that is one array. */
final class BytesBody implements Body {
    static final BytesBody EMPTY = new BytesBody(new byte[0]);

    private final byte[] bytes;
    private int position;

    BytesBody(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        int rest = bytes.length - position;
        if (rest == 0) {
            return -1;
        }
        int count = Math.min(rest, length);
        System.arraycopy(bytes, position, buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return position == bytes.length ? -1 : bytes.length - position;
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public Body replay() {
        return Body.of(bytes);
    }
}
