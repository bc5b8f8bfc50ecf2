package dev.sluice.forwarder.connection;

import dev.sluice.core.Failure.Phase;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.io.Polled;
import dev.sluice.wire.HeadReader;
import dev.sluice.wire.WireInput;
import dev.sluice.wire.WireOutput;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an upstream. Used by one exchange at a time: one thread reads, at most one other writes, and any may
 * close it. It is closed without a TLS {@code close_notify}, since writing that could block.
 */
public final class Connection implements WireInput.Source, WireOutput.Sink, Closeable {
    /**
     * Nanoseconds: a connection that was idle for less is not probed. Under load most are, and a probe would cost one
     * system call for each request.
     */
    private static final long HARDLY_RESTED = 10_000_000;

    /** The protocol of {@link #protocol()} that is spoken by one exchange at a time. */
    public static final String HTTP_1_1 = "http/1.1";

    /** The protocol of {@link #protocol()} that is spoken by many exchanges at a time. */
    public static final String HTTP_2 = "h2";

    private final ConnectionParts parts;
    private final String protocol;
    private final @Nullable Polled polled;
    private final @Nullable BlockingSockets blocking;
    private final WireInput.Source in;
    private final WireOutput.Sink out;
    private final WireInput input;
    private final WireOutput output;
    private final HeadReader heads;
    private final Timer deadline;
    private @Nullable Progress user;
    private Phase phase = Phase.RESPONSE;
    private Duration patience = Duration.ZERO;
    private Duration writePatience = Duration.ZERO;
    private @Nullable Timer stall;
    private final long openedAt;
    private final long lifetime;
    private int requests;
    private boolean doomed;
    private long idleSince;

    /**
     * The socket that is closed and probed, and the one that is read and written: the same, or TLS on top of it.
     *
     * @param socket connected
     * @param streams the same, or TLS on top of it
     */
    private record BlockingSockets(Socket socket, Socket streams) {}

    /** Over a polled socket, or TLS on top of it. */
    Connection(Polled polled, String protocol, ConnectionParts parts) {
        this(polled, null, polled, polled, protocol, parts);
    }

    /**
     * Over blocking sockets: for those without a channel, which outbound proxies open.
     *
     * @param socket the socket that is closed and probed
     * @param streams the same, or TLS on top of it
     * @param protocol that was agreed on
     */
    Connection(Socket socket, Socket streams, String protocol, ConnectionParts parts) throws IOException {
        this(
                null,
                new BlockingSockets(socket, streams),
                streams.getInputStream()::read,
                streams.getOutputStream()::write,
                protocol,
                parts);
    }

    private Connection(
            @Nullable Polled polled,
            @Nullable BlockingSockets blocking,
            WireInput.Source in,
            WireOutput.Sink out,
            String protocol,
            ConnectionParts parts) {
        this.parts = parts;
        this.protocol = protocol;
        this.polled = polled;
        this.blocking = blocking;
        this.in = in;
        this.out = out;
        input = new WireInput(this, parts.buffers());
        output = new WireOutput(this, parts.buffers());
        heads = new HeadReader(input, parts.limits());
        deadline = parts.timers().deadline(() -> expire(phase));
        openedAt = parts.ticker().nanos();
        lifetime = parts.lifetime().drawn();
    }

    private static BlockingSockets given(@Nullable BlockingSockets blocking) {
        return Objects.requireNonNull(blocking, "a connection is polled or blocking");
    }

    /** What is spoken on it, as ALPN calls it (RFC 7301): {@link #HTTP_2} or {@link #HTTP_1_1}. */
    public String protocol() {
        return protocol;
    }

    /** The bytes from the upstream. */
    public WireInput input() {
        return input;
    }

    /** The bytes to the upstream. */
    public WireOutput output() {
        return output;
    }

    /** Reads heads of responses. */
    public HeadReader heads() {
        return heads;
    }

    /** Whether another exchange used it before. */
    public boolean reused() {
        return requests > 1;
    }

    /** Since when it is idle, in nanoseconds of the ticker. */
    public long idleSince() {
        return idleSince;
    }

    /** Assigns the connection to an attempt, which is aborted when a deadline passes. */
    public void workFor(Progress progress) {
        user = progress;
        requests++;
        patience = Duration.ZERO;
    }

    /** Sets a deadline for everything that follows. */
    public void await(Phase what, Duration fromNow) {
        phase = what;
        deadline.set(fromNow);
    }

    /** Sets a timeout for each read from now on; time between reads does not count. */
    public void awaitEachRead(Duration each) {
        calm();
        phase = Phase.BETWEEN_BYTES;
        patience = each;
    }

    /** Sets a timeout for each write from now on, until the returned timer is closed. */
    public Timer watchWrites(Duration each) {
        writePatience = each;
        Timer watch = parts.timers().deadline(() -> expire(Phase.BETWEEN_BYTES));
        stall = watch;
        return watch;
    }

    /** Clears all deadlines. */
    private void calm() {
        if (!deadline.clearInTime()) {
            doomed = true;
        }
    }

    private void expire(Phase waitedFor) {
        Progress stopped = user;
        if (stopped != null) {
            stopped.timedOut(waitedFor);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        beginsToWait();
        int count = in.read(buffer, offset, length);
        hasWaited();
        return count;
    }

    @Override
    public void await() throws IOException {
        beginsToWait();
        in.await();
        hasWaited();
    }

    private void beginsToWait() {
        if (!patience.isZero()) {
            deadline.set(patience);
        }
    }

    private void hasWaited() {
        if (!patience.isZero()) {
            calm();
        }
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        Timer watch = stall;
        if (watch == null) {
            out.write(buffer, offset, length);
        } else {
            watch.set(writePatience);
            out.write(buffer, offset, length);
            watch.clear();
        }
    }

    /**
     * Writes what can be written without waiting for the upstream.
     *
     * @return the number of bytes; 0 also of a socket without a channel, where that is not known
     */
    public int tryWrite(byte[] buffer, int offset, int length) throws IOException {
        return polled == null ? 0 : polled.tryWrite(buffer, offset, length);
    }

    public void shutdownOutput() throws IOException {
        if (polled == null) {
            given(blocking).streams().shutdownOutput();
        } else {
            polled.shutdownOutput();
        }
    }

    /**
     * Becomes idle. Returns false if it cannot be reused: the upstream has sent more than the response, a deadline has
     * passed, or it has been used for long enough.
     */
    public boolean rest() {
        calm();
        stall = null;
        patience = Duration.ZERO;
        user = null;
        idleSince = parts.ticker().nanos();
        return !doomed
                && input.available() == 0
                && !isOld(idleSince)
                && !parts.lifetime().isSpent(requests);
    }

    /**
     * Whether it has reached its age.
     *
     * @param now nanoseconds of the ticker
     */
    public boolean isOld(long now) {
        return now - openedAt >= lifetime;
    }

    /**
     * The result of {@link #quiet()}, as far as it is known without a system call: only of a connection that was used just
     * now, since a poller may be late to tell.
     */
    public boolean seemsQuiet() {
        return parts.ticker().nanos() - idleSince < HARDLY_RESTED && (polled == null || !polled.mayHaveInput());
    }

    /**
     * Whether the upstream has sent nothing since the last response. If it has closed the connection, or sent bytes
     * that would be read as the next response, the connection must not be used. Does not block; without a channel it
     * waits at most a millisecond.
     */
    public boolean quiet() {
        try {
            if (polled != null) {
                return polled.quiet();
            }
            Socket socket = given(blocking).socket();
            SocketChannel channel = socket.getChannel();
            return channel == null ? hasNothingToSay(socket) : hasNothingToSay(channel);
        } catch (IOException dead) {
            return false;
        }
    }

    private static boolean hasNothingToSay(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        try {
            return channel.read(ByteBuffer.allocate(1)) == 0;
        } finally {
            channel.configureBlocking(true);
        }
    }

    /** As {@link #quiet()}, for sockets without a channel. */
    private static boolean hasNothingToSay(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException nothing) {
            return true;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    @Override
    public void close() {
        deadline.close();
        Progress.close(polled == null ? given(blocking).socket() : polled);
    }
}
