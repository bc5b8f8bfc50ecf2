package dev.sluice.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Waits on a selector and tells {@link PolledSocket sockets} of their events, which wakes the virtual threads that wait
 * for them. It is a virtual thread itself and is scheduled like those that it wakes: the more of them are busy, the
 * more events it finds at a time, and the fewer system calls there are for each.
 *
 * <p>An exchange that computes without waiting keeps its carrier, since virtual threads are not preempted. As long as one
 * carrier is left, it takes the poller over: measured on two carriers, one such exchange left the latency of the others as
 * it was. With one on every carrier all exchanges stand still. A poller on a platform thread would not change that, for
 * the threads that it wakes need a carrier too; more carriers than processors do
 * ({@code -Djdk.virtualThreadScheduler.parallelism}), because the system preempts those.
 */
final class Poller {
    /**
     * How many selections in a row may find nothing before it blocks: to block and be woken costs more than to look
     * again.
     */
    private static final int PATIENCE = 4;

    private final Selector selector;
    private final Failures failures = new Failures();
    private volatile boolean waiting;
    private int found;

    private Poller(int number) {
        try {
            selector = Selector.open();
        } catch (IOException noDescriptors) {
            throw new UncheckedIOException(noDescriptors);
        }
        Thread.ofVirtual()
                .inheritInheritableThreadLocals(false)
                .name("sluice-poller-" + number)
                .start(this::run);
    }

    /** The poller for the next socket: each in turn, so that all have the same number. */
    static Poller next() {
        return All.POLLERS[Math.floorMod(All.TURN.getAndIncrement(), All.POLLERS.length)];
    }

    /** Registers a channel. Its events are told to {@code socket}, possibly before this returns. */
    SelectionKey watch(SocketChannel channel, PolledSocket socket) throws IOException {
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ, socket);
        lookAgain();
        return key;
    }

    /** Makes the selector look at changed keys, and release the descriptors of closed channels. */
    void lookAgain() {
        if (waiting) { // else it selects soon, without being woken
            selector.wakeup();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // the threads it woke run first, so that it finds more events at a time
    private void run() {
        Consumer<SelectionKey> tell = this::tell;
        int inVain = 0;
        while (true) {
            found = 0;
            try {
                look(tell, inVain < PATIENCE);
            } catch (IOException | RuntimeException | Error failed) { // all connections depend on this thread
                failures.report(failed);
            }
            failures.endOfRound();
            inVain = found > 0 ? 0 : inVain + 1;
            Thread.yield();
        }
    }

    private void look(Consumer<SelectionKey> tell, boolean soon) throws IOException {
        if (soon) {
            selector.selectNow(tell);
            return;
        }
        waiting = true;
        try {
            selector.select(tell);
        } finally {
            waiting = false;
        }
    }

    private void tell(SelectionKey key) {
        try {
            if (((PolledSocket) key.attachment()).ready(key)) {
                found++;
            }
        } catch (CancelledKeyException closed) {
            found++; // cancelled: whoever closed the socket has woken those that waited
        } catch (RuntimeException | Error failed) { // the events of the others are told all the same
            failures.report(failed);
            if (key.attachment() instanceof PolledSocket socket) {
                socket.wake(); // it may have noted an event and not have woken anybody for it
            }
        }
    }

    private static final class All {
        private static final Poller[] POLLERS = IntStream.range(
                        0, Math.max(1, Runtime.getRuntime().availableProcessors() / 2))
                .mapToObj(Poller::new)
                .toArray(Poller[]::new);
        private static final AtomicInteger TURN = new AtomicInteger();
    }
}
