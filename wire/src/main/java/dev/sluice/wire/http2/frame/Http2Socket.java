package dev.sluice.wire.http2.frame;

import dev.sluice.wire.WireInput;
import dev.sluice.wire.WireOutput;
import java.io.IOException;

/** The bytes below the frames of a connection: one thread reads, one writes at a time, any may cut it. */
public interface Http2Socket extends WireInput.Source, WireOutput.Sink {
    /**
     * Writes what can be written without waiting for the peer.
     *
     * @param buffer holds the bytes
     * @param offset index of the first byte
     * @param length the number of bytes
     * @return the number of bytes written; 0 also from a socket that cannot tell whether a write would block
     * @throws IOException if the connection failed
     */
    int tryWrite(byte[] buffer, int offset, int length) throws IOException;

    /**
     * No byte follows. The peer is told (a FIN, with TLS a {@code close_notify}), without waiting for it; what it has still
     * sent is read until its end. The default ends the connection at once.
     */
    default void finish() {
        cut();
    }

    /** Ends the connection at once, and wakes whoever reads or writes. */
    void cut();
}
