package dev.sluice.io;

import dev.sluice.wire.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts what a polled socket receives. It borrows a buffer for records when bytes have come, and one for the rest of
 * a record that its reader had no room for; it holds neither when both are empty. For one thread at a time.
 */
final class TlsInput {
    private static final byte[] NONE = {};

    private final PolledSocket socket;
    private final SSLEngine engine;
    private final BufferPool pool;
    private final TlsOutput output;
    /** Encrypted bytes, from {@code packet.position()} to {@code packet.limit()}. */
    private ByteBuffer packet = ByteBuffer.wrap(NONE);
    /** Decrypted bytes that no reader had room for. */
    private ByteBuffer kept = ByteBuffer.wrap(NONE);
    /** Whether the last read of the socket filled the buffer, so that a larger one means fewer reads. */
    private boolean plenty;

    private boolean ended;
    /** Why the record behind those that were read last cannot be decrypted. */
    private @Nullable SSLException failure;

    TlsInput(PolledSocket socket, SSLEngine engine, BufferPool pool, TlsOutput output) {
        this.socket = socket;
        this.engine = engine;
        this.pool = pool;
        this.output = output;
    }

    void received(byte[] buffer, int offset, int length) {
        makeRoom();
        packet.put(buffer, offset, length).flip();
    }

    /** Whether a read need not wait for the socket, or only for the rest of a record. */
    boolean holdsBytes() {
        return kept.hasRemaining() || packet.hasRemaining() || ended || failure != null;
    }

    /** Reads decrypted bytes, and waits for the first: as many as have come and there is room for. */
    int read(byte[] buffer, int offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(buffer, offset, length);
        takeKept(target);
        while (target.position() == offset && !ended) {
            advance(target);
        }
        while (packet.hasRemaining() && target.hasRemaining() && decryptMore(target)) {
            // one record more has come and fits
        }
        int count = target.position() - offset;
        return count == 0 ? -1 : count;
    }

    private void takeKept(ByteBuffer target) {
        int count = Math.min(kept.remaining(), target.remaining());
        if (count > 0) {
            target.put(kept.array(), kept.position(), count);
            kept.position(kept.position() + count);
            kept = unlessEmpty(kept);
        }
    }

    /** Decrypts the next record, waits for more bytes of it, or notices the end. */
    private void advance(ByteBuffer target) throws IOException {
        if (failure != null) {
            throw failure;
        }
        Status status = decrypt(target);
        if (status == Status.BUFFER_OVERFLOW) { // an engine may say so before the record is complete
            status = keepNext();
            takeKept(target);
        }
        if (status == Status.BUFFER_UNDERFLOW) {
            ended = !fill();
        }
    }

    /** Decrypts one more record; false if it is not complete or does not fit. Its failure is for the next read. */
    private boolean decryptMore(ByteBuffer target) throws IOException {
        try {
            return decrypt(target) == Status.OK;
        } catch (SSLException malformed) {
            failure = malformed;
            return false;
        }
    }

    /** Decrypts a record that the reader has no room for. */
    private Status keepNext() throws IOException {
        ByteBuffer whole = ByteBuffer.wrap(pool.borrow());
        try {
            return decrypt(whole);
        } finally {
            kept = unlessEmpty(whole.flip());
        }
    }

    private Status decrypt(ByteBuffer target) throws IOException {
        SSLEngineResult result = unwrap(target);
        switch (result.getHandshakeStatus()) {
            case NEED_TASK -> TlsOutput.runTasks(engine);
            case NEED_WRAP -> output.answer();
            default -> {}
        }
        if (result.getStatus() == Status.CLOSED) {
            ended = true;
        }
        return result.getStatus();
    }

    private SSLEngineResult unwrap(ByteBuffer target) throws SSLException {
        SSLEngineResult result = engine.unwrap(packet, target);
        packet = unlessEmpty(packet);
        return result;
    }

    /** Reads more bytes of the next record; false at the end of the stream, after a {@code close_notify} or without. */
    private boolean fill() throws IOException {
        int count = 0;
        while (count == 0) { // a socket may tell of bytes that were read already: no buffer is held on while it waits
            socket.await();
            count = take();
        }
        return count > 0;
    }

    private int take() throws IOException {
        makeRoom();
        int count = socket.tryRead(packet.array(), packet.position(), packet.remaining());
        plenty = count == packet.remaining();
        packet.position(packet.position() + Math.max(count, 0));
        packet = unlessEmpty(packet.flip());
        return count;
    }

    private void makeRoom() {
        if (packet.hasRemaining()) {
            packet.compact();
        } else {
            packet = ByteBuffer.wrap(plenty ? pool.borrowLargeIfAny() : pool.borrow());
        }
    }

    /** The buffer; if nothing is left in it, it is given back, and this is one without bytes. */
    @SuppressWarnings("ByteBufferBackingArray") // all buffers here are whole arrays
    private ByteBuffer unlessEmpty(ByteBuffer buffer) {
        if (buffer.hasRemaining() || buffer.array().length == 0) {
            return buffer;
        }
        pool.giveBack(buffer.array());
        return ByteBuffer.wrap(NONE);
    }

    /** Takes the next message of the handshake, and waits for it. */
    void handshake() throws IOException {
        ByteBuffer early = ByteBuffer.wrap(pool.borrow()); // an engine may decrypt the first bytes behind it as well
        Status status;
        try {
            status = unwrap(early).getStatus();
        } finally {
            kept = unlessEmpty(early.flip());
        }
        if (status == Status.CLOSED || (status == Status.BUFFER_UNDERFLOW && !fill())) {
            throw new SSLHandshakeException("the peer ended the connection during the handshake");
        }
    }

    /** Whether nothing but messages of the TLS protocol has come. Does not wait. */
    boolean quiet() throws IOException {
        do {
            while (packet.hasRemaining() && !kept.hasRemaining() && keepNext() == Status.OK) {
                // such as a session ticket
            }
        } while (!ended && !kept.hasRemaining() && hasMore());
        return !holdsBytes();
    }

    private boolean hasMore() throws IOException {
        int count = take();
        ended = count < 0;
        return count > 0;
    }
}
