package dev.sluice.server.accept;

import dev.sluice.io.Polled;
import dev.sluice.io.PolledSocket;
import dev.sluice.io.PolledSocket.Stall;
import dev.sluice.io.PolledTls;
import dev.sluice.wire.WireInput;
import dev.sluice.wire.WireOutput;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ConnectionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The client's socket: the channel, the TLS or the TLS socket that was caught at the accept or, if none was, Helidon's socket. Reads
 * return first the bytes that Helidon had read to choose the protocol.
 *
 * <p>One thread may read while another writes; {@link #shutdownInput()} and {@link #cut()} may be called by a third and
 * never block.
 */
public final class ClientSocket {
    private static final byte[] NONE = {};

    private final HelidonSocket helidon;
    private final Optional<SocketChannel> channel;
    private final Optional<SSLSocket> tls;
    /** TLS whose handshake was made here. */
    private final @Nullable PolledTls secured;

    private final Optional<Runnable> leave;
    /** The channel, with our TLS if there is any; null for a TLS socket, and if nothing was caught. */
    private final @Nullable Polled polled;
    /** Reads from the channel or TLS socket; null if neither was caught. */
    private final WireInput.@Nullable Source in;
    /** Writes to the TLS socket; null without TLS. */
    private final WireOutput.@Nullable Sink out;

    /**
     * Whether a thread is in a read of TLS. Such a read may block in a write, since it answers messages of the TLS
     * protocol.
     */
    private volatile boolean readingTls;

    private byte[] early;
    private int earlyAt;
    private boolean strayLineFeed;

    public ClientSocket(ConnectionContext ctx, Optional<Accepted> accepted) throws IOException {
        this.helidon = ctx.serverSocket();
        this.channel = accepted.map(Accepted::channel);
        this.tls = accepted.flatMap(Accepted::tls);
        this.leave = accepted.map(Accepted::leave);
        this.secured = accepted.flatMap(Accepted::polled).orElse(null);
        this.early = secured == null ? identifyingBytes(ctx.dataReader()) : NONE;
        if (secured != null) {
            this.polled = secured;
        } else {
            this.polled = channel.isPresent() && !ctx.isSecure() ? PolledSocket.of(channel.get()) : null;
        }
        if (polled != null) {
            this.in = polled;
        } else {
            this.in = tls.isPresent() ? tls.get().getInputStream()::read : null;
        }
        this.out = tls.isPresent() ? tls.get().getOutputStream()::write : null;
        this.strayLineFeed = !ctx.isSecure() && StrayLineFeed.mayFollow(ctx);
    }

    private static byte[] identifyingBytes(DataReader reader) {
        int count = reader.available();
        if (count == 0) {
            return NONE; // one array for all, since its length is read at each call
        }
        byte[] bytes = new byte[count];
        reader.readBuffer(count).read(bytes);
        return bytes;
    }

    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = readAny(buffer, offset, length);
        if (!strayLineFeed || count < 0) {
            return count;
        }
        strayLineFeed = false;
        if (buffer[offset] != '\n') {
            return count;
        }
        System.arraycopy(buffer, offset + 1, buffer, offset, count - 1);
        return count > 1 ? count - 1 : readAny(buffer, offset, length);
    }

    /** Gives back bytes that were read, to be read again; all that came before them has been read. */
    public void unread(byte[] bytes) {
        early = bytes;
        earlyAt = 0;
    }

    /** The protocol that was agreed on by ALPN; empty without. */
    public String protocol() {
        if (secured != null) {
            return secured.applicationProtocol();
        }
        return helidon.protocolNegotiated() ? helidon.protocol() : "";
    }

    /** Waits until a read may find bytes; returns at once if the socket cannot tell. */
    public void await() throws IOException {
        if (earlyAt == early.length && in != null) {
            in.await();
        }
    }

    private int readAny(byte[] buffer, int offset, int length) throws IOException {
        if (earlyAt < early.length) {
            return takeEarly(buffer, offset, length);
        }
        if (in != null) {
            return tls.isPresent() ? readTls(in, buffer, offset, length) : in.read(buffer, offset, length);
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

    private int readTls(WireInput.Source decrypted, byte[] buffer, int offset, int length) throws IOException {
        readingTls = true;
        try {
            return decrypted.read(buffer, offset, length);
        } finally {
            readingTls = false;
        }
    }

    /** Whether a read may block in a write: a read of TLS may have to answer, and the client may not read. */
    public boolean readMayWrite() {
        return readingTls;
    }

    private int takeEarly(byte[] buffer, int offset, int length) {
        int count = Math.min(length, early.length - earlyAt);
        System.arraycopy(early, earlyAt, buffer, offset, count);
        earlyAt += count;
        return count;
    }

    /** Writes all bytes. If the socket cannot tell whether a write blocks, every write counts as a stall. */
    public void write(byte[] buffer, int offset, int length, Stall stall) throws IOException {
        if (polled != null) {
            polled.write(buffer, offset, length, stall);
        } else {
            stall.begins();
            writeBlocking(buffer, offset, length);
            stall.ends();
        }
    }

    /**
     * Writes what can be written without waiting for the client.
     *
     * @return the number of bytes written; 0 also if the socket cannot tell whether a write would block
     */
    public int tryWrite(byte[] buffer, int offset, int length) throws IOException {
        return polled == null ? 0 : polled.tryWrite(buffer, offset, length);
    }

    private void writeBlocking(byte[] buffer, int offset, int length) throws IOException {
        if (out != null) {
            out.write(buffer, offset, length);
            return;
        }
        try {
            helidon.write(BufferData.create(buffer, offset, length));
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    /** Whether a read may find bytes at once; true if the socket cannot tell. */
    public boolean mayHaveInput() {
        return polled == null || polled.mayHaveInput();
    }

    /** Makes a blocked read return the end of the stream. Without a channel it closes the socket. */
    public void shutdownInput() {
        quietly(() -> {
            if (polled != null) {
                polled.shutdownInput();
            } else if (channel.isPresent()) {
                channel.get().shutdownInput();
            } else {
                helidon.close();
            }
        });
    }

    /** Half-closes: nothing is written any more, reads go on. */
    public boolean shutdownOutput() {
        if (channel.isEmpty()) {
            return false;
        }
        quietly(() -> {
            if (tls.isPresent()) {
                tls.get().shutdownOutput(); // sends close_notify: an end of TCP alone is not authenticated
            } else if (secured != null) {
                secured.shutdownOutput();
            } else {
                channel.get().shutdownOutput();
            }
        });
        return true;
    }

    /** Closes with a TCP reset, so that the client does not take a broken body without a length for a complete one. */
    public void reset() {
        quietly(() -> {
            if (channel.isPresent()) {
                channel.get().setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        });
        cut();
    }

    /** Closes at once, even if threads are reading or writing, without a TLS {@code close_notify}. */
    public void cut() {
        quietly(() -> {
            if (polled != null) {
                polled.close();
            } else if (channel.isPresent()) {
                channel.get().close();
            } else {
                helidon.close();
            }
        });
    }

    /**
     * Closes with a TLS {@code close_notify}, which may block until the client reads it, and frees the connection's
     * place.
     */
    public void close() {
        try {
            quietly(() -> {
                if (tls.isPresent()) {
                    tls.get().close();
                } else if (secured != null) {
                    secured.shutdownOutput();
                }
            });
            cut();
        } finally {
            leave.ifPresent(Runnable::run);
        }
    }

    private interface Closing {
        void run() throws IOException;
    }

    /** Closes, and ignores a failure, since the socket may be closed already. */
    private static void quietly(Closing closing) {
        try {
            closing.run();
        } catch (IOException | UncheckedIOException ended) {
            // closed already
        }
    }
}
