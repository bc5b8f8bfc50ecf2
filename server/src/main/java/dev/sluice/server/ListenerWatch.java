package dev.sluice.server;

import dev.sluice.core.time.Ticker;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Detects that a listener has ended. Helidon 4.5.0 ends a listener whose accept fails, or whose thread throws an {@code
 * OutOfMemoryError}, and still reports it as running.
 *
 * <p>It tries to bind the address once a second: as long as the listener exists, that fails. No connection is made.
 */
final class ListenerWatch {
    private static final System.Logger LOGGER = System.getLogger(ListenerWatch.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final InetSocketAddress address;
    private final Runnable gone;

    /**
     * Does not watch before {@link #start}.
     *
     * @param address the address of the listener
     * @param gone run once when the listener has ended
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

    /**
     * Whether the listener exists. If binding fails for another reason, such as a lack of file descriptors, the answer
     * is yes.
     */
    private boolean listens() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(address);
            return false;
        } catch (IOException taken) {
            return true;
        } catch (OutOfMemoryError full) { // this thread must survive
            LOGGER.log(Level.WARNING, "no memory to look after the listener", full);
            return true;
        }
    }
}
