package dev.sluice.core;

/**
 * A body with the bytes of another. It takes length, bytes and close from there; trailers and replays are its own, by default
 * none.
 */
public interface WrappedBody extends Body {
    /**
     * The other.
     *
     * @return where the bytes come from; closed with this one
     */
    Body body();

    @Override
    default long length() {
        return body().length();
    }

    @Override
    default int read(byte[] buffer, int offset, int length) {
        return body().read(buffer, offset, length);
    }

    @Override
    default int available() {
        return body().available();
    }

    @Override
    default void close() {
        body().close();
    }
}
