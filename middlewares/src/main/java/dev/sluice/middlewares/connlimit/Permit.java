package dev.sluice.middlewares.connlimit;

import dev.sluice.core.Ticker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** One request's claim to be an exchange of its key. Leaves the state of waiting once: the first who settles it decides. */
final class Permit {
    /** What became of it. */
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

    /** Settles it, unless it is already. */
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

    /** Waits until it is settled, and refuses it if that takes longer than a time, or the thread is interrupted. */
    void await(Ticker ticker, Duration atMost) {
        if (!ticker.await(settled, atMost)) {
            settle(State.REFUSED);
        }
    }
}
