package dev.sluice.forwarder.connection;

import dev.sluice.core.time.Timers;
import dev.sluice.core.time.Timers.Timer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Connects to the first of several addresses that answers (RFC 8305 §5). An attempt begins when the one before it has
 * failed, or has not succeeded for {@link #HEAD_START}; those before it go on. The first connection is taken, and the
 * others are closed. So an address that refuses costs nothing, and one that does not answer costs that time.
 *
 * <p>Each attempt runs on a thread of its own, since connecting blocks. Thread-safe by its own lock, which is not held
 * while connecting.
 */
final class Race implements Closeable {
    /** RFC 8305 §8 recommends 250 ms, and no less than 100; timers may be 40 ms late. */
    static final Duration HEAD_START = Duration.ofMillis(200);

    /** Connects, and may block. */
    @FunctionalInterface
    interface Connector {
        /** Connects the channel, which is closed if the attempt is not needed any more. */
        void connect(SocketChannel channel, InetSocketAddress address) throws IOException;
    }

    private final Iterator<InetSocketAddress> addresses;
    private final Connector connector;
    private final Timer nextOne;
    private final CompletableFuture<SocketChannel> winner = new CompletableFuture<>();
    private final List<SocketChannel> running = new ArrayList<>();

    private Race(List<InetSocketAddress> addresses, Connector connector, Timers timers) {
        this.addresses = addresses.iterator();
        this.connector = connector;
        this.nextOne = timers.deadline(this::begin);
    }

    /**
     * A channel that is connected to one of the addresses; the attempt holds it.
     *
     * @param addresses one or more, in the order in which they are tried
     * @throws IOException of the last address that failed, if all did
     */
    static SocketChannel run(List<InetSocketAddress> addresses, Connector connector, Timers timers, Progress progress)
            throws IOException {
        try (Race race = new Race(addresses, connector, timers)) {
            progress.hold(race);
            race.begin();
            SocketChannel connected = race.result();
            progress.hold(connected);
            return connected;
        }
    }

    private SocketChannel result() throws IOException {
        try {
            return winner.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (ExecutionException failed) {
            throw Aside.ioException(failed.getCause());
        }
    }

    /** Begins with the next address, if it is still needed. */
    private synchronized void begin() {
        if (!winner.isDone() && addresses.hasNext()) {
            InetSocketAddress next = addresses.next();
            if (addresses.hasNext()) {
                nextOne.set(HEAD_START);
            }
            Thread.ofVirtual().name("sluice-dial").start(() -> attempt(next));
        }
    }

    private void attempt(InetSocketAddress address) {
        Optional<SocketChannel> channel = Optional.empty();
        try {
            channel = Optional.of(SocketChannel.open());
            if (enters(channel.get())) {
                connector.connect(channel.get(), address);
                won(channel.get());
            }
        } catch (IOException | RuntimeException failed) {
            channel.ifPresent(Progress::close);
            failed(channel, failed);
        }
    }

    private synchronized boolean enters(SocketChannel channel) {
        if (winner.isDone()) {
            Progress.close(channel);
            return false;
        }
        running.add(channel);
        return true;
    }

    private synchronized void won(SocketChannel channel) {
        running.remove(channel);
        if (!winner.complete(channel)) {
            Progress.close(channel);
        }
    }

    private synchronized void failed(Optional<SocketChannel> channel, Exception why) {
        channel.ifPresent(running::remove);
        if (addresses.hasNext()) {
            begin();
        } else if (running.isEmpty()) {
            winner.completeExceptionally(why);
        }
    }

    /** Ends the attempts that are still running. */
    @Override
    public void close() {
        List<SocketChannel> losers;
        synchronized (this) {
            winner.completeExceptionally(new IOException("stopped"));
            losers = List.copyOf(running);
            running.clear();
        }
        nextOne.close();
        losers.forEach(Progress::close);
    }
}
