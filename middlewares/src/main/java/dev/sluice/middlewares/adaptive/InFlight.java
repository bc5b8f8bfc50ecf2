package dev.sluice.middlewares.adaptive;

import dev.sluice.core.Cancellation;
import dev.sluice.core.Request;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The requests in flight under a limit, and those that wait for a place. One lock guards both and the state of the limit;
 * it is never held while a request waits or is forwarded. A place that becomes free goes to the first who waits of the
 * highest priority that has room, so nobody who comes later overtakes.
 */
final class InFlight {
    /** A request that waits. Its fields are guarded by the lock. */
    private static final class Waiter {
        private final CountDownLatch turn = new CountDownLatch(1);
        private int inFlight; // 0 without a place
    }

    /** There is no place: the limit is reached. */
    static final int FULL = 0;

    /** There is no place for this priority, although the limit is not reached. */
    static final int SHED = -1;

    private final Lock lock = new ReentrantLock();
    private final AdaptiveConcurrencyOptions options;
    private final Ticker ticker;
    private final Journal journal;
    private LimitState state;
    private final Map<Priority, Deque<Waiter>> lines = new EnumMap<>(Priority.class);
    private int inFlight;
    private int waiting;
    private long refused;

    InFlight(AdaptiveConcurrencyOptions options, Ticker ticker, Journal journal) {
        this.options = options;
        this.ticker = ticker;
        this.journal = journal;
        this.state = fresh(options, ticker.nanos());
    }

    private static LimitState fresh(AdaptiveConcurrencyOptions options, long now) {
        return LimitState.of(
                options.algorithm(), new LimitState.Bounds(options.initial(), options.min(), options.max()), now);
    }

    /** Forgets what was learned. Requests in flight stay counted. */
    void reset() {
        lock.lock();
        try {
            state = fresh(options, ticker.nanos());
            admitWaiting();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a place, waiting for one if there is a queue.
     *
     * @return how many are in flight with this one; otherwise {@link #FULL} or {@link #SHED}
     */
    int enter(Priority priority, Request request) {
        Waiter waiter;
        lock.lock();
        try {
            if (hasRoom(priority)) {
                return ++inFlight;
            }
            state.refused();
            if (waiting >= options.maxWaiting()) {
                return refusal();
            }
            waiter = new Waiter();
            waiting++;
            line(priority).add(waiter);
        } finally {
            lock.unlock();
        }
        await(waiter, request);
        return afterWaiting(waiter, priority);
    }

    private void await(Waiter waiter, Request request) {
        long since = ticker.nanos();
        Cancellation.Registration registration = request.client().onGone(waiter.turn::countDown);
        ticker.await(waiter.turn, options.maxWait());
        registration.cancel();
        journal.note(request, Decision.Waited.since(since, ticker));
    }

    private Deque<Waiter> line(Priority priority) {
        return lines.computeIfAbsent(priority, first -> new ArrayDeque<>());
    }

    private int afterWaiting(Waiter waiter, Priority priority) {
        lock.lock();
        try {
            if (waiter.inFlight > 0) {
                return waiter.inFlight;
            }
            line(priority).remove(waiter);
            waiting--;
            return refusal();
        } finally {
            lock.unlock();
        }
    }

    private int refusal() {
        refused++;
        return inFlight >= state.limit() ? FULL : SHED;
    }

    private boolean hasRoom(Priority priority) {
        int limit = state.limit();
        int most = (int) Math.max(1, (long) limit * options.percentOf(priority) / 100);
        return inFlight < most;
    }

    /**
     * Gives a place back, after an answer to learn from or none.
     *
     * @return the limit, if it has changed by that
     */
    OptionalInt leave(Optional<LimitState.Sample> sample) {
        lock.lock();
        try {
            inFlight--;
            int before = state.limit();
            sample.ifPresent(state::answered);
            int now = state.limit();
            admitWaiting();
            return now == before ? OptionalInt.empty() : OptionalInt.of(now);
        } finally {
            lock.unlock();
        }
    }

    private void admitWaiting() {
        if (waiting > 0) {
            lines.forEach(this::admitWaiting);
        }
    }

    private void admitWaiting(Priority priority, Deque<Waiter> line) {
        while (!line.isEmpty() && hasRoom(priority)) {
            Waiter first = line.remove();
            waiting--;
            first.inFlight = ++inFlight;
            first.turn.countDown();
        }
    }

    long limit() {
        return read(state::limit);
    }

    long inFlight() {
        return read(() -> inFlight);
    }

    long waiting() {
        return read(() -> waiting);
    }

    long refused() {
        return read(() -> refused);
    }

    private long read(LongSupplier number) {
        lock.lock();
        try {
            return number.getAsLong();
        } finally {
            lock.unlock();
        }
    }
}
