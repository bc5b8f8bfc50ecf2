package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Requests that wait until a member of a pool has ended an exchange, first come, first served. Thread-safe; without waiting
 * requests, the end of an exchange costs one volatile read.
 */
public final class WaitingLine {
    /** Those whose turn has not come. */
    private final Deque<Place> waiting = new ArrayDeque<>(0);
    /** All, those too that have been called and try to get a place. */
    private volatile int length;

    WaitingLine() {}

    /** The place of one request in the line. */
    public final class Place {
        private CountDownLatch turn = new CountDownLatch(1);

        private Place() {}

        /**
         * Waits until an exchange has ended, or it is woken. It then stands at the front of the line again.
         *
         * @param ticker the time
         * @param atMost how long
         * @return false if the time is over
         */
        public boolean await(Ticker ticker, Duration atMost) {
            return ticker.await(turn(), atMost) && isFirstAgain();
        }

        private CountDownLatch turn() {
            synchronized (WaitingLine.this) {
                return turn;
            }
        }

        private boolean isFirstAgain() {
            synchronized (WaitingLine.this) {
                waiting.remove(this); // where it is if it was woken by other means
                waiting.addFirst(this);
                turn = new CountDownLatch(1);
                return true;
            }
        }

        /** Ends the wait, as the client has left. */
        public void wake() {
            turn().countDown();
        }

        /** Leaves the line. If its turn had come in this moment, the next one gets it. */
        public void leave() {
            boolean called;
            synchronized (WaitingLine.this) {
                called = !waiting.remove(this);
                length = length - 1;
            }
            if (called) {
                next();
            }
        }
    }

    /**
     * Joins the line at its end.
     *
     * @param most how many may wait
     * @return the place, which its holder leaves; empty if so many wait
     */
    public synchronized Optional<Place> join(int most) {
        if (length >= most) {
            return Optional.empty();
        }
        Place place = new Place();
        waiting.addLast(place);
        length = length + 1;
        return Optional.of(place);
    }

    /** An exchange has ended: the turn of the first one has come. */
    void next() {
        if (length > 0) {
            callFirst();
        }
    }

    private synchronized void callFirst() {
        Place first = waiting.pollFirst();
        if (first != null) {
            first.turn.countDown();
        }
    }

    /**
     * How many wait.
     *
     * @return for metrics
     */
    public int length() {
        return length;
    }
}
