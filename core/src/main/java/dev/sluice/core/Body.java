package dev.sluice.core;

import java.nio.charset.StandardCharsets;

/**
 * The bytes of a message: a stream that is read once, unless {@link #replayable()}.
 *
 * <p>Pulled by its reader, so back-pressure is the absence of a read. Not thread-safe: one reader at a time.
 */
public interface Body extends AutoCloseable {
    /** The length of a body whose end is not known in advance. */
    long UNKNOWN = -1;

    /**
     * The whole length.
     *
     * @return bytes, or {@link #UNKNOWN}
     */
    long length();

    /**
     * Reads the next bytes, waiting until there is at least one.
     *
     * @param buffer where to
     * @param offset first index
     * @param length at most so many, more than 0
     * @return bytes read, or -1 at the end
     * @throws TransferException if the sender broke off or broke the rules
     */
    int read(byte[] buffer, int offset, int length);

    /**
     * Bytes that can be read now without waiting: lets a host send a head and a small body in one write.
     *
     * @return an estimate from below, or -1 if it is known that no byte follows
     */
    default int available() {
        return 0;
    }

    /**
     * The trailer fields.
     *
     * @return what came after the last byte; empty before the end
     */
    default Fields trailers() {
        return Fields.EMPTY;
    }

    /**
     * Whether {@link #replay()} works.
     *
     * @return true for bodies that are held in memory or on disk
     */
    default boolean replayable() {
        return false;
    }

    /**
     * The same bytes once more, from the first. Closing the replay does not close this body.
     *
     * @return a body of its own
     * @throws IllegalStateException unless {@link #replayable()}
     */
    default Body replay() {
        throw new IllegalStateException("a streamed body cannot be replayed");
    }

    /** Gives the body up: an unread rest is abandoned and what is held is released. May be called again. */
    @Override
    default void close() {}

    /**
     * A body of no bytes.
     *
     * @return always the same
     */
    static Body empty() {
        return BytesBody.EMPTY;
    }

    /**
     * A body in memory.
     *
     * @param bytes its bytes, not copied
     * @return a replayable body
     */
    static Body of(byte[] bytes) {
        return bytes.length == 0 ? BytesBody.EMPTY : new BytesBody(bytes);
    }

    /**
     * A text as UTF-8.
     *
     * @param text the text
     * @return a replayable body
     */
    static Body of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }
}
