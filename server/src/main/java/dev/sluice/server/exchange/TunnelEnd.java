package dev.sluice.server.exchange;

import dev.sluice.core.Failure;
import java.io.IOException;

/** The client's end of a tunnel: one thread reads, another writes, either may end it. */
public interface TunnelEnd {
    /** Reads bytes. Blocks until there is at least one; -1 when the client says no more. */
    int read(byte[] buffer, int offset, int length) throws IOException;

    /** Writes bytes without holding them back. */
    void write(byte[] buffer, int offset, int length) throws IOException;

    /** Tells the client that no byte follows. */
    void halfClose() throws IOException;

    /** Why a write to the client has failed: it left, or it took the bytes too slowly. */
    Failure failedWrite();

    /** Ends both directions at once. */
    void abort();
}
