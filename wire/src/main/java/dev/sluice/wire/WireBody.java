package dev.sluice.wire;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.TransferException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A body on a connection: read by its framing, checked byte by byte, told apart at its end. What broke once stays
 * broken. Not thread-safe.
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
     * @param input where it comes from
     * @param limits of chunk lines and trailers
     * @param faults whom to blame
     * @param onClose runs once, when the body is closed or its last byte was read
     * @return the body
     */
    public static WireBody of(Framing framing, WireInput input, Limits limits, Faults faults, Runnable onClose) {
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
     * Whether the whole message was taken from the connection, so that the next one can follow.
     *
     * @return true behind the last byte
     */
    public boolean finished() {
        return decoder.finished();
    }

    /**
     * How much content was read.
     *
     * @return bytes, without framing
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
