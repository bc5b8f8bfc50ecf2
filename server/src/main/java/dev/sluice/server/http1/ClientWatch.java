package dev.sluice.server.http1;

import dev.sluice.core.time.Timers;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.server.rules.Leaving;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the client while an exchange takes its time, so that its leaving is noticed although nobody reads. An
 * exchange that is over before the first look costs two writes, each look little more. Where a look does not tell
 * whether something has come, or there were many, a thread of its own reads ahead instead.
 */
final class ClientWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(50);
    /** An exchange of a second may go on for hours, and a thread that waits costs less than looking again and again. */
    private static final int MANY_LOOKS = 20;

    private static final AtomicReferenceFieldUpdater<ClientWatch, @Nullable Leaving> CURRENT =
            AtomicReferenceFieldUpdater.newUpdater(ClientWatch.class, Leaving.class, "current");

    private final WatchedSource source;
    private final BooleanSupplier tooSlow;
    private final Timer next;
    /** Written lazily: a look that comes too late for a change is one that came before it. */
    private volatile @Nullable Leaving current;

    /** How often this exchange was looked at; a late look at the exchange before it may be counted, too. */
    private int looks;

    /**
     * Not looking yet.
     *
     * @param source where a client's end is seen
     * @param tooSlow whether it was not the client who ended its input, but a deadline
     * @param timers for the next look
     */
    ClientWatch(WatchedSource source, BooleanSupplier tooSlow, Timers timers) {
        this.next = timers.deadline(this::look);
        this.source = source;
        this.tooSlow = tooSlow;
    }

    void begin(Leaving exchange) {
        looks = 0;
        CURRENT.lazySet(this, exchange);
        next.set(EVERY);
    }

    void end() {
        CURRENT.lazySet(this, null);
        next.clear();
    }

    private void look() {
        Leaving exchange = current;
        if (exchange == null) {
            return;
        }
        boolean readingTells = source.mayHaveInput() || ++looks > MANY_LOOKS;
        if (readingTells && source.watchable()) {
            Thread.ofVirtual().name("sluice-watch").start(() -> watch(exchange));
        } else {
            next.set(EVERY);
        }
    }

    @SuppressWarnings("ReferenceEquality") // exchanges are identities
    private void watch(Leaving exchange) {
        boolean ended = source.watch();
        if (current != exchange) {
            return;
        }
        if (!ended) {
            next.set(EVERY);
        } else if (!tooSlow.getAsBoolean()) {
            exchange.left();
        }
    }

    @Override
    public void close() {
        current = null;
        next.close();
    }
}
