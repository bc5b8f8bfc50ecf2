package dev.sluice.server.http2;

import dev.sluice.io.PolledSocket.Stall;
import dev.sluice.server.accept.ClientSocket;
import dev.sluice.wire.http2.Http2Socket;
import java.io.IOException;

/**
 * The client's socket below all streams of a connection.
 *
 * @param socket the client's bytes
 */
record SharedSocket(ClientSocket socket) implements Http2Socket {
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

    @Override
    public void finish() {
        if (!socket.shutdownOutput()) {
            socket.cut();
        }
    }

    @Override
    public void cut() {
        socket.cut();
    }
}
