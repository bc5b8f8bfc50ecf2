package dev.sluice.core;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a message: a stream that is read once, unless {@link #replayable()}.
 *
 * <p>Pulled by its reader, so back-pressure is the absence of a read. Not thread-safe: one reader at a time.
 */
public interface Body extends AutoCloseable {
    /** The length of a body whose end is not known in advance. */
    long UNKNOWN = -1;

    /** The most that {@link #bytes()} and {@link #text()} hold, in bytes: 16 MiB. */
    int MOST_HELD = 16 * 1024 * 1024;

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

    /**
     * The rest of the bytes, held in memory.
     *
     * @return what had not been read
     * @throws TransferException if the sender broke off or broke the rules
     * @throws IllegalStateException beyond {@link #MOST_HELD}: what is larger is read as a stream
     */
    default byte[] bytes() {
        ByteArrayOutputStream held = new ByteArrayOutputStream();
        byte[] part = new byte[8 * 1024];
        for (int count = read(part, 0, part.length); count >= 0; count = read(part, 0, part.length)) {
            held.write(part, 0, count);
            if (held.size() > MOST_HELD) {
                throw new IllegalStateException("a body of more than " + MOST_HELD + " bytes must be read as a stream");
            }
        }
        return held.toByteArray();
    }

    /**
     * The rest of the bytes as a text.
     *
     * @return what had not been read, as UTF-8
     * @throws TransferException if the sender broke off or broke the rules
     * @throws IllegalStateException beyond {@link #MOST_HELD}
     */
    default String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /**
     * The same bytes as a stream of the JDK's; closing it closes the body.
     *
     * @return a view, whose reads throw {@link TransferException} as those of the body do
     */
    default InputStream inputStream() {
        return new BodyStream(this);
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
