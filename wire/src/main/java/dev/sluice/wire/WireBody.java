package dev.sluice.wire;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.TransferException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message on a connection, read and checked by its framing. Its end is known to the byte, so that the
 * next message on the connection can be read. A body that broke throws the same failure at each further read. Not
 * thread-safe.
 */
public final class WireBody implements Body {
    /** Reads the content of one framing. */
    sealed interface Decoder permits LengthDecoder, ChunkDecoder, UntilCloseDecoder {
        long length();

        int read(byte[] buffer, int offset, int length) throws IOException;

        int available();

        /** Whether the last byte of the message has been taken from the input. */
        boolean finished();

        Fields trailers();
    }

    private final Decoder decoder;
    private final Faults faults;
    private final Runnable onClose;
    private @Nullable Failure broken;
    private long bytesRead;
    private boolean closed;

    private WireBody(Decoder decoder, Faults faults, Runnable onClose) {
        this.decoder = decoder;
        this.faults = faults;
        this.onClose = onClose;
    }

    /**
     * The body that follows a head.
     *
     * @param framing how it ends
     * @param input the bytes of the connection, positioned after the head
     * @param limits of chunk lines and trailers
     * @param faults makes the failure if the body breaks
     * @param onClose runs once, when the body is closed or its last byte was read
     * @return the body
     */
    public static WireBody of(Framing framing, WireInput input, MessageLimits limits, Faults faults, Runnable onClose) {
        Decoder decoder = switch (framing) {
            case Framing.None none -> new LengthDecoder(input, 0);
            case Framing.Length length -> new LengthDecoder(input, length.bytes());
            case Framing.Chunked chunked -> new ChunkDecoder(input, limits);
            case Framing.UntilClose untilClose -> new UntilCloseDecoder(input);
        };
        return new WireBody(decoder, faults, onClose);
    }

    @Override
    public long length() {
        return decoder.length();
    }

    @Override
    public int available() {
        return decoder.finished() ? -1 : decoder.available();
    }

    @Override
    public Fields trailers() {
        return decoder.trailers();
    }

    /**
     * Whether the whole message has been read from the connection, so that the next one can follow.
     *
     * @return true once the last byte was read, its trailers included
     */
    public boolean finished() {
        return decoder.finished();
    }

    /**
     * How many bytes of content have been read.
     *
     * @return the number of bytes, without framing
     */
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (closed && !decoder.finished()) {
            throw new IllegalStateException("the body is closed");
        }
        int count = decode(buffer, offset, length);
        if (count > 0) {
            bytesRead += count;
        }
        if (decoder.finished()) {
            close();
        }
        return count;
    }

    private int decode(byte[] buffer, int offset, int length) {
        if (broken != null) {
            throw new TransferException(broken);
        }
        try {
            return decoder.read(buffer, offset, length);
        } catch (MalformedException malformed) {
            broken = faults.malformed(malformed.detail());
        } catch (TruncatedException truncated) {
            broken = faults.truncated();
        } catch (IOException failed) {
            broken = faults.failed(failed);
        }
        throw new TransferException(broken);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }

    /** The connection ended before the message did. */
    static final class TruncatedException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
