package dev.sluice.forwarder.connection;

import dev.sluice.wire.http2.Http2Events;
import dev.sluice.wire.http2.Http2Options;
import dev.sluice.wire.http2.Http2Stream;
import dev.sluice.wire.http2.Multiplexer;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.Http2Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A connection that carries many exchanges at a time, each on a stream of its own (RFC 9113). One virtual thread reads it
 * until it ends; whoever sends on a stream writes. Thread-safe; the pool guards what only it uses.
 *
 * <p>What a slow client leaves unread takes room of its own stream only: the window of the connection is credited when bytes
 * arrive, so that the other streams go on.
 */
public final class MultiplexedConnection {
    /** Is told what becomes of a connection, on its reading thread and without a lock. */
    public interface Owner {
        /** The upstream has said how many streams it allows. */
        void settled(MultiplexedConnection which);

        /** It may take more streams now, or fewer. */
        void roomChanged();

        /** It has ended, and so have all its streams. */
        void ended(MultiplexedConnection which);
    }

    /**
     * A stream for one exchange.
     *
     * @param connection that it is on
     * @param stream on which nothing was sent yet, when it is opened
     */
    public record UpstreamStream(MultiplexedConnection connection, Http2Stream stream) {}

    /** Bytes of a response that may be on their way and unread. */
    private static final int STREAM_WINDOW = 256 * 1024;

    /** Credited on arrival, so that it bounds only what is on its way. */
    private static final int CONNECTION_WINDOW = 4 * 1024 * 1024;

    /** For an answer to SETTINGS and PING, and for the rest of a head. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** How long the upstream may take no byte at all. */
    private static final Duration STALLED = Duration.ofSeconds(30);

    /** Resets are not limited: those of this side are caused by clients, each of which is limited itself. */
    private static final int RESETS = Integer.MAX_VALUE;

    private static final int GLITCHES = 1_000;

    private final Connection connection;
    private final ConnectionParts parts;
    private final String scheme;
    private final Owner owner;
    private final Multiplexer multiplexer;
    private final CompletableFuture<Boolean> settled = new CompletableFuture<>();
    private volatile long heardAt;
    private volatile long askedAt;
    private volatile boolean asked;
    private int requests;
    private long idleSince;

    private MultiplexedConnection(Connection connection, String scheme, ConnectionParts parts, Owner owner) {
        this.connection = connection;
        this.parts = parts;
        this.scheme = scheme;
        this.owner = owner;
        this.heardAt = parts.ticker().nanos();
        this.askedAt = heardAt;
        this.idleSince = heardAt;
        this.multiplexer = Multiplexer.client(
                new Heard(),
                options(parts),
                new Multiplexer.Parts(parts.ticker(), parts.timers(), parts.buffers(), parts.unread()),
                new Events());
    }

    /**
     * Speaks HTTP/2 on a connection, from {@link #start()} on.
     *
     * @param connection on which nothing was sent yet, and which nobody else uses from now on
     * @param scheme of its requests: {@code http} or {@code https}
     * @param parts of the transport
     * @param owner is told of it
     */
    public static MultiplexedConnection over(Connection connection, String scheme, ConnectionParts parts, Owner owner) {
        return new MultiplexedConnection(connection, scheme, parts, owner);
    }

    private static Http2Options options(ConnectionParts parts) {
        return new Http2Options(
                parts.limits(),
                0,
                STREAM_WINDOW,
                CONNECTION_WINDOW,
                true,
                ANSWER,
                STALLED,
                Duration.ZERO,
                RESETS,
                GLITCHES);
    }

    /** Starts to read. */
    public void start() {
        Thread.ofVirtual().name("sluice-upstream-h2").start(this::run);
    }

    private void run() {
        try {
            multiplexer.run();
        } finally {
            settled.complete(false);
            connection.close();
            owner.ended(this);
        }
    }

    private final class Events implements Http2Events {
        @Override
        public void roomChanged() {
            if (!settled.isDone() && multiplexer.settled() && settled.complete(true)) {
                owner.settled(MultiplexedConnection.this);
            }
            owner.roomChanged();
        }
    }

    /** The connection, which remembers when something was read last. */
    private final class Heard implements Http2Socket {
        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = connection.read(buffer, offset, length);
            heardAt = parts.ticker().nanos();
            return count;
        }

        @Override
        public void await() throws IOException {
            connection.await();
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            connection.write(buffer, offset, length);
        }

        @Override
        public int tryWrite(byte[] buffer, int offset, int length) throws IOException {
            return connection.tryWrite(buffer, offset, length);
        }

        @Override
        public void cut() {
            connection.close();
        }
    }

    /** The scheme of its requests: {@code http} or {@code https}. */
    public String scheme() {
        return scheme;
    }

    /**
     * A stream, if there is room for one.
     *
     * @param most streams that may be open at a time
     */
    public Optional<UpstreamStream> open(int most) {
        if (room(most) <= 0) {
            return Optional.empty();
        }
        Optional<UpstreamStream> opened = multiplexer.open().map(stream -> new UpstreamStream(this, stream));
        requests += opened.isPresent() ? 1 : 0;
        return opened;
    }

    /** How many streams can be opened now. */
    public int room(int most) {
        return Math.min(multiplexer.room(), most - multiplexer.streams());
    }

    /** How many streams the upstream allows at a time, as far as it has said so. */
    public int streamsAllowed() {
        return multiplexer.room() + multiplexer.streams();
    }

    /** How many streams are open. */
    public int streams() {
        return multiplexer.streams();
    }

    /** Whether the upstream takes further streams, and has not ended. */
    public boolean usable() {
        return multiplexer.usable();
    }

    /** Whether the upstream has said how many streams it allows. */
    public boolean isSettled() {
        return settled.isDone();
    }

    /** Is completed when the upstream has sent its settings: with false if it has ended without. */
    public CompletableFuture<Boolean> settled() {
        return settled;
    }

    /** Whether the upstream allows WebSockets (RFC 8441 §3). */
    public boolean connectProtocol() {
        return multiplexer.connectProtocol();
    }

    /** Whether other exchanges were on it before the one that was opened last. */
    public boolean reused() {
        return requests > 1;
    }

    /** Whether it has taken all requests that it may take. */
    public boolean isSpent() {
        return parts.lifetime().isSpent(requests);
    }

    /**
     * Whether it has reached its age.
     *
     * @param now nanoseconds of the ticker
     */
    public boolean isOld(long now) {
        return connection.isOld(now);
    }

    /** Its last stream has ended. */
    public void rest() {
        idleSince = parts.ticker().nanos();
    }

    /** Since when it has no stream, in nanoseconds of the ticker: not before its last request. */
    public long idleSince() {
        return Math.max(idleSince, askedAt);
    }

    /** A request was sent, so that something should be heard from the upstream. */
    public void asked() {
        askedAt = parts.ticker().nanos();
        if (!asked) { // mostly it is, and a volatile write is a fence
            asked = true;
        }
    }

    /**
     * Tests the upstream by a PING if it was silent since a request. One PING for each silence and no more: servers of gRPC
     * end connections that are tested often while they have nothing to say.
     *
     * @param now nanoseconds of the ticker
     * @param patience nanoseconds of silence
     */
    public void testIfSilent(long now, long patience) {
        if (asked && multiplexer.streams() > 0 && now - Math.max(heardAt, askedAt) >= patience) {
            asked = false;
            multiplexer.ping();
        }
    }

    /** Ends it at once, and all its streams. */
    public void close() {
        multiplexer.close(ErrorCode.NO_ERROR);
    }
}
