package dev.sluice.server.http2;

import dev.sluice.core.time.Timers;
import dev.sluice.io.PolledSocket.Stall;
import dev.sluice.server.accept.ClientSocket;
import dev.sluice.wire.http2.frame.Http2Socket;
import java.io.IOException;

/**
 * The client's socket below all streams of a connection.
 *
 * @param socket the client's bytes
 * @param timers starts a thread for what may have to wait
 */
record SharedSocket(ClientSocket socket, Timers timers) implements Http2Socket {
    /** The connection has deadlines of its own. */
    private static final Stall UNNOTICED = new Stall() {
        @Override
        public void begins() {}

        @Override
        public void ends() {}
    };

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return socket.read(buffer, offset, length);
    }

    @Override
    public void await() throws IOException {
        socket.await();
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        socket.write(buffer, offset, length, UNNOTICED);
    }

    @Override
    public int tryWrite(byte[] buffer, int offset, int length) throws IOException {
        return socket.tryWrite(buffer, offset, length);
    }

    /** On a thread of its own: with TLS the client has to take a {@code close_notify}. */
    @Override
    public void finish() {
        timers.startThread("sluice-finish", this::halfClose);
    }

    private void halfClose() {
        if (!socket.shutdownOutput()) {
            socket.cut();
        }
    }

    @Override
    public void cut() {
        socket.cut();
    }
}
