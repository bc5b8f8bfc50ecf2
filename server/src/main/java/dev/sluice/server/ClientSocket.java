package dev.sluice.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ConnectionContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * The client's socket: plain text straight from its channel, TLS through Helidon's socket. What Helidon had read before
 * it chose a protocol comes first.
 */
final class ClientSocket {
    private final HelidonSocket helidon;
    private final Optional<SocketChannel> channel;
    private final Optional<InputStream> plainIn;
    private final Optional<OutputStream> plainOut;
    private byte[] early;
    private int earlyAt;

    ClientSocket(ConnectionContext ctx, Optional<SocketChannel> channel) throws IOException {
        this.helidon = ctx.serverSocket();
        this.channel = channel;
        boolean plain = channel.isPresent() && !ctx.isSecure();
        this.plainIn = plain ? Optional.of(channel.get().socket().getInputStream()) : Optional.empty();
        this.plainOut = plain ? Optional.of(channel.get().socket().getOutputStream()) : Optional.empty();
        this.early = identifyingBytes(ctx.dataReader());
    }

    private static byte[] identifyingBytes(DataReader reader) {
        byte[] bytes = new byte[reader.available()];
        if (bytes.length > 0) {
            reader.readBuffer(bytes.length).read(bytes);
        }
        return bytes;
    }

    int read(byte[] buffer, int offset, int length) throws IOException {
        if (earlyAt < early.length) {
            return takeEarly(buffer, offset, length);
        }
        if (plainIn.isPresent()) {
            return plainIn.get().read(buffer, offset, length);
        }
        byte[] bytes;
        try {
            bytes = helidon.get();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        if (bytes == null) {
            return -1;
        }
        early = bytes;
        earlyAt = 0;
        return takeEarly(buffer, offset, length);
    }

    private int takeEarly(byte[] buffer, int offset, int length) {
        int count = Math.min(length, early.length - earlyAt);
        System.arraycopy(early, earlyAt, buffer, offset, count);
        earlyAt += count;
        return count;
    }

    void write(byte[] buffer, int offset, int length) throws IOException {
        if (plainOut.isPresent()) {
            plainOut.get().write(buffer, offset, length);
            return;
        }
        try {
            helidon.write(BufferData.create(buffer, offset, length));
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    /** Makes a blocked reader see the end of the stream; without a channel there is only the end of everything. */
    void shutdownInput() {
        quietly(() -> {
            if (channel.isPresent()) {
                channel.get().shutdownInput();
            } else {
                helidon.close();
            }
        });
    }

    /** Says no more, but goes on listening. */
    boolean shutdownOutput() {
        if (channel.isEmpty()) {
            return false;
        }
        quietly(() -> channel.get().shutdownOutput());
        return true;
    }

    /** Ends with a reset, so that a body without a length cannot be taken for a whole one. */
    void reset() {
        quietly(() -> {
            if (channel.isPresent()) {
                channel.get().setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.get().close();
            }
        });
        close();
    }

    void close() {
        quietly(() -> {
            if (channel.isPresent() && plainIn.isPresent()) {
                channel.get().close();
            } else {
                helidon.close();
            }
        });
    }

    private interface Closing {
        void run() throws IOException;
    }

    /** Ending what may have ended already is no failure. */
    private static void quietly(Closing closing) {
        try {
            closing.run();
        } catch (IOException | UncheckedIOException ended) {
            // it has ended
        }
    }
}
