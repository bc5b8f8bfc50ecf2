package dev.sluice.middlewares.connlimit;

import dev.sluice.core.time.Ticker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A request's place under the limit of its key: granted, refused or waiting. It leaves the state of waiting once; the
 * first caller of {@link #settle} decides how.
 */
final class Permit {
    /** The states of a permit. */
    enum State {
        WAITING,
        GRANTED,
        REFUSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CountDownLatch settled = new CountDownLatch(1);
    final String key;

    Permit(String key) {
        this.key = key;
    }

    /** Grants or refuses it, unless that has happened already. Returns whether it did. */
    boolean settle(State how) {
        boolean first = state.compareAndSet(State.WAITING, how);
        if (first) {
            settled.countDown();
        }
        return first;
    }

    boolean isGranted() {
        return state.get() == State.GRANTED;
    }

    boolean isWaiting() {
        return state.get() == State.WAITING;
    }

    /** Waits until it is granted or refused. Refuses it itself when the time is over or the thread is interrupted. */
    void await(Ticker ticker, Duration atMost) {
        if (!ticker.await(settled, atMost)) {
            settle(State.REFUSED);
        }
    }
}
