package dev.sluice.core;

/**
 * The upstream's end of a connection after 101: bytes both ways, no messages.
 *
 * <p>One thread may read while another writes; {@link #close()} may come from a third.
 */
public interface Tunnel extends AutoCloseable {
    /**
     * Reads what the upstream says.
     *
     * @param buffer where to
     * @param offset first index
     * @param length at most so many
     * @return bytes read, or -1 when the upstream says no more
     * @throws TransferException if the connection broke
     */
    int read(byte[] buffer, int offset, int length);

    /**
     * Says something to the upstream, at once.
     *
     * @param buffer the bytes
     * @param offset first index
     * @param length how many
     * @throws TransferException if the connection broke
     */
    void write(byte[] buffer, int offset, int length);

    /** Says no more to the upstream, but goes on listening. */
    void shutdownOutput();

    /** Ends both directions. */
    @Override
    void close();
}
