package dev.sluice.io;

import dev.sluice.io.PolledSocket.Stall;
import dev.sluice.wire.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * Encrypts what a polled socket sends. Records leave in the order in which they were encrypted, so whoever encrypts
 * takes the turn until its records are written. A thread that must not wait writes what there is room for, and leaves the
 * rest, and with it the turn, to a thread of its own.
 */
final class TlsOutput {
    /** The most bytes of content in a record (RFC 8446 §5.1). */
    private static final int RECORD = 16 * 1024;
    /** How many answers in a row may find that the turn is another thread's, which sends them with its next bytes. */
    private static final int UNANSWERED = 64;

    private static final byte[] NOTHING = {};

    private final PolledSocket socket;
    private final SSLEngine engine;
    private final BufferPool pool;
    /** A semaphore, since another thread than the one that took the turn may end it. */
    private final Semaphore turn = new Semaphore(1);
    /** Only the reader uses it. */
    private int unanswered;

    TlsOutput(PolledSocket socket, SSLEngine engine, BufferPool pool) {
        this.socket = socket;
        this.engine = engine;
        this.pool = pool;
    }

    /** Writes all bytes, each record once, several at a time. */
    void write(byte[] from, int offset, int length, Stall stall) throws IOException {
        take(stall);
        byte[] packet = packet(length);
        try {
            ByteBuffer plain = ByteBuffer.wrap(from, offset, length);
            while (plain.hasRemaining()) {
                int sealed = seal(plain, packet);
                if (sealed == 0) {
                    throw new SSLException("TLS takes no bytes: it was closed, or the peer wants another handshake");
                }
                socket.write(packet, 0, sealed, stall);
            }
        } finally {
            pool.giveBack(packet);
            turn.release();
        }
    }

    /** A buffer for the records of so many bytes, or for the first of them. */
    private byte[] packet(int length) {
        return length > RECORD ? pool.borrowLargeIfAny() : pool.borrow();
    }

    private void take(Stall stall) {
        if (!turn.tryAcquire()) {
            stall.begins();
            turn.acquireUninterruptibly(); // a socket that is closed ends every turn
            stall.ends();
        }
    }

    /** Encrypts as many records as fit, those of the engine's own before those of the content; returns their length. */
    private int seal(ByteBuffer plain, byte[] packet) throws SSLException {
        ByteBuffer sealed = ByteBuffer.wrap(packet);
        SSLEngineResult result;
        do {
            result = engine.wrap(plain, sealed);
            if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                runTasks(engine);
            }
        } while (isMoreToSeal(result, plain));
        return sealed.position();
    }

    private boolean isMoreToSeal(SSLEngineResult last, ByteBuffer plain) {
        return last.getStatus() == Status.OK
                && last.bytesProduced() > 0
                && (plain.hasRemaining() || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    }

    /** Runs what the engine would rather have run by other threads: a virtual thread of the connection may block. */
    static void runTasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** Writes the engine's own messages, and waits for the peer. */
    void flight(Stall stall) throws IOException {
        take(stall);
        byte[] packet = pool.borrow();
        try {
            socket.write(packet, 0, seal(ByteBuffer.wrap(NOTHING), packet), stall);
        } finally {
            pool.giveBack(packet);
            turn.release();
        }
    }

    /**
     * Sends the engine's own messages, such as the answer to a KeyUpdate (RFC 8446 §4.6.3), without waiting for the peer.
     * While another thread has the turn they are left to the next bytes, before which the RFC wants them.
     *
     * @throws SSLException if the peer asks for ever more, but takes no answer
     */
    void answer() throws IOException {
        if (turn.tryAcquire()) {
            unanswered = 0;
            send(ByteBuffer.wrap(NOTHING));
        } else if (++unanswered > UNANSWERED) {
            throw new SSLException("the peer asks for more answers of TLS than it takes");
        }
    }

    /** Sends records without waiting for the peer; returns the number of bytes in them, 0 if another has the turn. */
    int tryWrite(byte[] from, int offset, int length) throws IOException {
        if (!turn.tryAcquire()) {
            return 0;
        }
        ByteBuffer plain = ByteBuffer.wrap(from, offset, length);
        send(plain);
        return plain.position() - offset;
    }

    /** Ends the turn, or leaves that to the thread that writes the rest. */
    private void send(ByteBuffer plain) throws IOException {
        byte[] packet = packet(plain.remaining());
        boolean left = false;
        try {
            int sealed = seal(plain, packet);
            int sent = socket.tryWrite(packet, 0, sealed);
            if (sent < sealed) {
                Thread.ofVirtual().name("sluice-tls-rest").start(() -> writeRest(packet, sent, sealed));
                left = true;
            }
        } finally {
            if (!left) {
                pool.giveBack(packet);
                turn.release();
            }
        }
    }

    private void writeRest(byte[] packet, int from, int end) {
        try {
            socket.write(packet, from, end - from);
        } catch (IOException failed) {
            closeSocket();
        } finally {
            pool.giveBack(packet);
            turn.release();
        }
    }

    /** Those who read and write find out. */
    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException closed) {
            // it is of no use any more
        }
    }

    /** Says that no byte follows ({@code close_notify}), and waits for the peer to take it. */
    void end(Stall stall) throws IOException {
        engine.closeOutbound();
        flight(stall);
    }
}
