package dev.sluice.server.accept;

import dev.sluice.core.Ticker;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Admits connections to a listener that nobody else serves: at most so many at a time, handshakes included, and only
 * while file descriptors are free. It works on the accepting thread, between two accepts, and holds that thread back
 * until the next accept is safe: one that failed for want of a descriptor would end Helidon's listener for good.
 *
 * <p>Thread-safe, but {@link #admit} is for the accepting thread alone.
 */
final class Admission {
    private static final System.Logger LOGGER = System.getLogger(Admission.class.getName());
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final int most;
    private final Semaphore places;
    private final OpenFiles files;
    private final Ticker ticker;
    /** Opened by the next connection that leaves. */
    private volatile CountDownLatch givenBack = new CountDownLatch(1);

    private volatile boolean closed;
    private volatile long refused;

    /**
     * Admits nobody yet.
     *
     * @param most connections at a time
     * @param files what is free of file descriptors
     * @param ticker waits
     */
    Admission(int most, OpenFiles files, Ticker ticker) {
        this.most = most;
        this.places = new Semaphore(most);
        this.files = files;
        this.ticker = ticker;
    }

    /**
     * Waits for a place. If almost no descriptor is free then, the connection is closed, and this waits until there are
     * some again.
     *
     * @param accepted the connection
     * @param forgetClosed gives back the places of connections that ended before they began
     * @return to be run when the connection has ended; running it again does nothing
     * @throws IllegalStateException if the connection is not admitted
     */
    Runnable admit(SocketChannel accepted, Runnable forgetClosed) {
        while (!tryToTakeAPlace()) {
            forgetClosed.run();
            unlessClosed();
        }
        if (files.anotherFits()) {
            return place();
        }
        places.release();
        pause(accepted);
        throw new IllegalStateException("almost no file descriptor was free");
    }

    /** Takes one, or waits a little for one that is given back. */
    private boolean tryToTakeAPlace() {
        CountDownLatch next = new CountDownLatch(1);
        givenBack = next;
        if (places.tryAcquire()) {
            return true;
        }
        ticker.await(next, GLANCE);
        return places.tryAcquire();
    }

    private void unlessClosed() {
        if (closed || Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("the listener stops");
        }
    }

    private Runnable place() {
        AtomicBoolean left = new AtomicBoolean();
        return () -> {
            if (!left.getAndSet(true)) {
                places.release();
                givenBack.countDown();
            }
        };
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the accepting thread writes it
    private void pause(SocketChannel accepted) {
        LOGGER.log(Level.WARNING, "almost no file descriptor is free: a connection was closed, further ones wait");
        refused++;
        try {
            accepted.close();
        } catch (IOException failed) {
            LOGGER.log(Level.TRACE, "a connection was closed already", failed);
        }
        while (!files.anotherFits()) {
            ticker.sleep(GLANCE);
            unlessClosed();
        }
    }

    /** Ends what waits for a place. */
    void close() {
        closed = true;
    }

    /** Connections that have a place. */
    int admitted() {
        return most - places.availablePermits();
    }

    /** Connections that were closed for want of a file descriptor. */
    long refused() {
        return refused;
    }
}
