package dev.sluice.io;

import dev.sluice.io.PolledSocket.Stall;
import dev.sluice.wire.BufferPool;
import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * TLS over a {@link PolledSocket}, with blocking reads and writes for virtual threads. All its work is done by the
 * threads that call it. Bytes that are written at once and fit in a record become one record and one system call; more of
 * them become records of 16 KiB, up to fifteen a system call. Buffers are borrowed only while bytes move.
 *
 * <p>One thread may read while another writes, after the handshake. Any thread may close it. A read never waits for the
 * peer to take something: answers that TLS asks for, as to a KeyUpdate, are sent aside. The end of the stream without
 * a {@code close_notify} is an end like any other, as with the JDK's TLS sockets: HTTP tells itself what is cut off.
 */
public final class PolledTls implements Polled {
    private final PolledSocket socket;
    private final SSLEngine engine;
    private final TlsOutput output;
    private final TlsInput input;

    /**
     * TLS that is to begin.
     *
     * @param socket connected; nobody else may read, write or close it from now on
     * @param engine with its mode and parameters set, unused
     * @param buffers lends the buffers
     */
    public PolledTls(PolledSocket socket, SSLEngine engine, BufferPool buffers) {
        this.socket = socket;
        this.engine = engine;
        output = new TlsOutput(socket, engine, buffers);
        input = new TlsInput(socket, engine, buffers, output);
    }

    /**
     * Takes bytes that were read from the socket before, ahead of those that are still to come.
     *
     * @param buffer holds the bytes
     * @param offset index of the first byte
     * @param length the number of bytes, at most 32 KiB
     */
    public void received(byte[] buffer, int offset, int length) {
        input.received(buffer, offset, length);
    }

    /**
     * Makes the handshake; blocks until it is made. To be called once, before anything is read or written. If it fails,
     * the peer is told why.
     *
     * @throws SSLException if the two do not agree, or the peer left
     * @throws IOException if the connection failed or was closed, as by a deadline
     */
    public void handshake() throws IOException {
        try {
            engine.beginHandshake();
            while (isHandshaking(engine.getHandshakeStatus())) {
                // each step changes the status
            }
        } catch (SSLException refused) {
            tellWhy(refused);
            throw refused;
        }
    }

    private boolean isHandshaking(HandshakeStatus status) throws IOException {
        switch (status) {
            case NEED_TASK -> TlsOutput.runTasks(engine);
            case NEED_WRAP -> output.flight(PolledSocket.UNNOTICED);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> input.handshake();
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Sends the alert that the engine has made of a failure. */
    private void tellWhy(SSLException refused) {
        try {
            output.answer();
        } catch (IOException unheard) {
            refused.addSuppressed(unheard);
        }
    }

    /**
     * The protocol that both sides have agreed on by ALPN (RFC 7301).
     *
     * @return such as {@code h2}; empty if there is none
     */
    public String applicationProtocol() {
        String chosen = engine.getApplicationProtocol();
        return chosen == null ? "" : chosen;
    }

    /**
     * The session.
     *
     * @return with the peer's certificates, once the handshake is made
     */
    public SSLSession session() {
        return engine.getSession();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return input.read(buffer, offset, length);
        } catch (SSLException broken) {
            tellWhy(broken);
            throw broken;
        }
    }

    @Override
    public void await() throws IOException {
        if (!input.holdsBytes()) {
            socket.await();
        }
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        output.write(buffer, offset, length, PolledSocket.UNNOTICED);
    }

    @Override
    public void write(byte[] buffer, int offset, int length, Stall stall) throws IOException {
        output.write(buffer, offset, length, stall);
    }

    /**
     * Writes without waiting for the peer. What is taken is written in full: a rest that the socket has no room for is
     * written by a thread of its own, and until then nothing more is taken.
     *
     * @param buffer holds the bytes
     * @param offset index of the first byte
     * @param length the number of bytes
     * @return the number of bytes taken: those of the records that fit in a buffer
     * @throws IOException if the connection failed or was closed
     */
    @Override
    public int tryWrite(byte[] buffer, int offset, int length) throws IOException {
        return output.tryWrite(buffer, offset, length);
    }

    /**
     * Whether a read may find bytes without waiting, or the end of the stream. Makes no system call. Bytes may be a message
     * of TLS, or a part of a record.
     *
     * @return false if nothing has come
     */
    @Override
    public boolean mayHaveInput() {
        return input.holdsBytes() || socket.mayHaveInput();
    }

    /**
     * Whether the peer has sent nothing since the last read, apart from messages of the TLS protocol such as session
     * tickets, which are taken. Does not block. No other thread may be reading.
     *
     * @return false if there is a byte to read, or the end of the stream
     * @throws IOException if the connection failed or was closed
     */
    @Override
    public boolean quiet() throws IOException {
        return input.quiet();
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    /**
     * Says that no byte follows, by a {@code close_notify}: the end of TCP alone is not authenticated. Blocks until the peer
     * takes it. Reads go on if TLS is 1.3.
     *
     * @throws IOException if the connection failed or was closed
     */
    @Override
    public void shutdownOutput() throws IOException {
        output.end(PolledSocket.UNNOTICED);
    }

    /** Closes the socket at once, without a {@code close_notify}. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
