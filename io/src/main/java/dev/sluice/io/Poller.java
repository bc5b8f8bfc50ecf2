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
 * Tells virtual threads what has come for their sockets. It is a virtual thread itself and takes its turn among those
 * it wakes: the more of them are busy, the more it finds at a time, and the fewer system calls there are for each.
 */
final class Poller {
    /** Looks in vain before it waits: what is under way comes soon, and waiting takes longer than to look again. */
    private static final int PATIENCE = 4;

    private final Selector selector;
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

    /** Each in turn, so that all have as much to do. */
    static Poller next() {
        return All.POLLERS[Math.floorMod(All.TURN.getAndIncrement(), All.POLLERS.length)];
    }

    /** Watches a channel; what comes is told to {@code socket}, maybe before this returns. */
    SelectionKey watch(SocketChannel channel, PolledSocket socket) throws IOException {
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ, socket);
        lookAgain();
        return key;
    }

    /** Makes changes to keys count, and the descriptors of closed channels free. */
    void lookAgain() {
        if (waiting) { // else it looks soon
            selector.wakeup();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // to take turns is what makes it find more at a time
    private void run() {
        Consumer<SelectionKey> tell = this::tell;
        int inVain = 0;
        while (true) {
            found = 0;
            try {
                look(tell, inVain < PATIENCE);
            } catch (IOException | RuntimeException | Error failed) { // all connections depend on this thread
                report(failed);
            }
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

    private static void report(Throwable failed) {
        try {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failed);
        } catch (RuntimeException | Error again) {
            // without memory nothing can be said of it
        }
    }

    private void tell(SelectionKey key) {
        try {
            if (((PolledSocket) key.attachment()).ready(key)) {
                found++;
            }
        } catch (CancelledKeyException closed) {
            found++; // who closed it has told those that waited
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
