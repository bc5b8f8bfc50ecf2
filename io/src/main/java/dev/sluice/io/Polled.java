package dev.sluice.io;

import dev.sluice.io.PolledSocket.Stall;
import dev.sluice.wire.WireInput;
import dev.sluice.wire.WireOutput;
import java.io.Closeable;
import java.io.IOException;

/**
 * A connected socket with blocking reads and writes for virtual threads, with or without TLS. One thread may read while
 * another writes. Any thread may close it or shut a direction down, which wakes both.
 */
public sealed interface Polled extends WireInput.Source, WireOutput.Sink, Closeable permits PolledSocket, PolledTls {
    /**
     * Writes bytes. Blocks until all of them are written, however long the peer takes to read.
     *
     * @param buffer holds the bytes
     * @param offset index of the first byte
     * @param length the number of bytes
     * @param stall is told whenever the write has to wait
     * @throws IOException if the connection failed or was closed
     */
    void write(byte[] buffer, int offset, int length, Stall stall) throws IOException;

    /**
     * Writes what can be written without waiting for the peer.
     *
     * @param buffer holds the bytes
     * @param offset index of the first byte
     * @param length the number of bytes
     * @return the number of bytes written, 0 if there is no room
     * @throws IOException if the connection failed or was closed
     */
    int tryWrite(byte[] buffer, int offset, int length) throws IOException;

    /**
     * Whether something has come that nobody has read yet. Makes no system call.
     *
     * @return true if there may be bytes or the end of the stream to read, false if nothing has come
     */
    boolean mayHaveInput();

    /**
     * Finds out whether an idle connection can be used: tries to read without blocking. No other thread may be reading.
     *
     * @return true if there is nothing to read; false if there was a byte, which may be lost, or the end of the stream
     * @throws IOException if the connection failed or was closed
     */
    boolean quiet() throws IOException;

    /**
     * Shuts the reading direction down: a thread that reads gets -1.
     *
     * @throws IOException if the connection failed or was closed
     */
    void shutdownInput() throws IOException;

    /**
     * Tells the peer that no byte follows: by a FIN, or by a {@code close_notify} of TLS, which may wait for the peer.
     *
     * @throws IOException if the connection failed or was closed
     */
    void shutdownOutput() throws IOException;

    /** Closes the socket at once. Threads that wait get an exception. */
    @Override
    void close() throws IOException;
}
