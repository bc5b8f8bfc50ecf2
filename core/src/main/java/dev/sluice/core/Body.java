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
     * Reads the next bytes. Blocks until there is at least one.
     *
     * @param buffer where the bytes are put
     * @param offset index in the buffer of the first byte
     * @param length the most bytes to read, 1 or more
     * @return the number of bytes read, or -1 at the end of the body
     * @throws TransferException if the connection broke, or the sender's framing did (RFC 9112 §6 and §7)
     */
    int read(byte[] buffer, int offset, int length);

    /**
     * How many bytes can be read without blocking. A host that knows it sends a head and a small body in one write.
     *
     * @return a lower bound, 0 if nothing is known, or -1 if it is known that no byte follows
     */
    default int available() {
        return 0;
    }

    /**
     * The trailer fields (RFC 9110 §6.5).
     *
     * @return the fields that followed the body's last byte; empty until that byte has been read
     */
    default Fields trailers() {
        return Fields.EMPTY;
    }

    /**
     * Whether the body can be read a second time, by {@link #replay()}.
     *
     * @return true for a body that is held in memory or on disk
     */
    default boolean replayable() {
        return false;
    }

    /**
     * A second body with the same bytes, to be read from the first one. The two are closed independently.
     *
     * @return the second body
     * @throws IllegalStateException unless {@link #replayable()}
     */
    default Body replay() {
        throw new IllegalStateException("a streamed body cannot be replayed");
    }

    /**
     * The rest of the bytes, held in memory.
     *
     * @return what had not been read
     * @throws TransferException if the connection broke, or the sender's framing did (RFC 9112 §6 and §7)
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
     * @throws TransferException if the connection broke, or the sender's framing did (RFC 9112 §6 and §7)
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

    /**
     * Releases what the body holds: memory, a file, the use of a connection. Bytes that nobody has read are discarded.
     * A second call does nothing.
     */
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
     * @param bytes its bytes; the array is not copied and must not change any more
     * @return a replayable body
     */
    static Body of(byte[] bytes) {
        return bytes.length == 0 ? BytesBody.EMPTY : new BytesBody(bytes);
    }

    /**
     * A body that is a text in UTF-8.
     *
     * @param text the text
     * @return a replayable body
     */
    static Body of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }
}
