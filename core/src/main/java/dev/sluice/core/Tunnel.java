package dev.sluice.core;

/**
 * The upstream's end of a connection after 101: bytes both ways, no messages.
 *
 * <p>One thread may read while another writes; {@link #close()} may come from a third.
 */
public interface Tunnel extends AutoCloseable {
    /**
     * Reads bytes from the upstream. Blocks until there is at least one.
     *
     * @param buffer where the bytes are put
     * @param offset index in the buffer of the first byte
     * @param length the most bytes to read
     * @return the number of bytes read, or -1 when the upstream has closed its direction
     * @throws TransferException if the connection broke
     */
    int read(byte[] buffer, int offset, int length);

    /**
     * Writes bytes to the upstream without buffering them.
     *
     * @param buffer holds the bytes
     * @param offset index of the first byte
     * @param length the number of bytes
     * @throws TransferException if the connection broke
     */
    void write(byte[] buffer, int offset, int length);

    /** Closes the direction to the upstream (half-close, a FIN); bytes from it can still be read. */
    void shutdownOutput();

    /** Closes both directions. */
    @Override
    void close();
}
