package dev.sluice.server.accept;

import dev.sluice.core.time.Ticker;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Limits the connections of a listener: at most a number at a time, handshakes included, and only while file
 * descriptors are free. It runs on the accepting thread between two accepts, and blocks it until the next accept is
 * safe, since an accept that fails for lack of a file descriptor ends Helidon's listener for good.
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
    /** Counted down by the next connection that ends. */
    private volatile CountDownLatch givenBack = new CountDownLatch(1);

    private volatile boolean closed;
    private volatile long refused;

    /**
     * Starts without connections.
     *
     * @param most the most connections at a time
     * @param files the free file descriptors
     * @param ticker waits
     */
    Admission(int most, OpenFiles files, Ticker ticker) {
        this.most = most;
        this.places = new Semaphore(most);
        this.files = files;
        this.ticker = ticker;
    }

    /**
     * Waits for a place. If almost no file descriptor is free then, closes the connection and waits until there are
     * some again.
     *
     * @param accepted the connection
     * @param forgetClosed frees the places of channels that were closed before they became connections
     * @return must be run when the connection has ended; running it again does nothing
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

    /** Takes a place, or waits a short time for one to be freed. */
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

    /** Ends the wait for a place. */
    void close() {
        closed = true;
    }

    /** How many connections have a place. */
    int admitted() {
        return most - places.availablePermits();
    }

    /** How many connections were closed for lack of file descriptors. */
    long refused() {
        return refused;
    }
}
