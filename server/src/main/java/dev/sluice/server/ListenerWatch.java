package dev.sluice.server;

import dev.sluice.core.Ticker;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Notices that nobody listens at an address any more. Helidon 4.5.0 ends a listener whose accept fails, or whose thread
 * meets an {@code OutOfMemoryError}, and goes on saying that it runs.
 *
 * <p>Whether somebody listens is told by binding the address, each second, which then fails: no connection is made.
 */
final class ListenerWatch {
    private static final System.Logger LOGGER = System.getLogger(ListenerWatch.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final InetSocketAddress address;
    private final Runnable gone;

    /**
     * Does not watch yet.
     *
     * @param address where somebody listens
     * @param gone is told once if nobody does
     */
    ListenerWatch(InetSocketAddress address, Runnable gone) {
        this.address = address;
        this.gone = gone;
    }

    /** Watches on a thread of its own until a latch is open. */
    void start(Ticker ticker, CountDownLatch stopping) {
        Thread.ofVirtual().name("sluice-listener-watch").start(() -> {
            while (!ticker.await(stopping, EVERY)) {
                if (!listens()) {
                    gone.run();
                    return;
                }
            }
        });
    }

    /** An address that cannot be bound for another reason, such as a want of descriptors, tells nothing. */
    private boolean listens() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(address);
            return false;
        } catch (IOException taken) {
            return true;
        } catch (OutOfMemoryError full) { // this thread has to go on
            LOGGER.log(Level.WARNING, "no memory to look after the listener", full);
            return true;
        }
    }
}
