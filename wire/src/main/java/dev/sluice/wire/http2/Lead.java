package dev.sluice.wire.http2;

import dev.sluice.core.time.Timers;
import dev.sluice.core.time.Timers.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far the thread that reads a connection gets ahead of the owner of its only stream. It reads what has come so far
 * as soon as it has come, which for a large body is a read, and two threads woken, for each frame or two; so while much
 * is unread it waits until little is, and then reads at once what has come meanwhile.
 *
 * <p>It does not wait while there are other streams, or while somebody who sends waits for the peer, whose credit it
 * may be about to read. What it cannot know of, such as a ping, a reset or a stream that the peer begins, waits some
 * tens of milliseconds at most, and not again before little is unread, since the owner may be held up for long. For the
 * thread that reads, except as said.
 */
final class Lead implements AutoCloseable {
    private static final int MUCH = 256 * 1024;
    private static final int LITTLE = MUCH / 2;
    private static final Duration PATIENCE = Duration.ofMillis(20);

    private final Streams streams;
    private final Outbound outbound;
    private final Timer patience;
    /** Who was put something in last, if its message goes on. Read by those who wake this thread, too. */
    private volatile @Nullable Inbox latest;
    /** Whether it has waited long enough. Written by the timer's thread, too. */
    private volatile boolean impatient;

    Lead(Streams streams, Outbound outbound, Timers timers) {
        this.streams = streams;
        this.outbound = outbound;
        this.patience = timers.deadline(this::hurry);
    }

    private void hurry() {
        impatient = true;
        wake();
    }

    /** Makes it look again whether to wait. For any thread. */
    void wake() {
        Inbox waitedFor = latest;
        if (waitedFor != null) {
            waitedFor.wakeFiller();
        }
    }

    /** Content has been put in; for that of a message that has ended there is nothing more to read. */
    void received(Inbox inbox, boolean end) {
        latest = end ? null : inbox;
    }

    /** All frames that were read are done: waits before the next read if it is too far ahead. */
    void keep() {
        Inbox inbox = latest;
        if (inbox == null) {
            return;
        }
        int unread = inbox.unread();
        if (unread < LITTLE) {
            impatient = false;
            latest = null;
        } else if (unread >= MUCH && !mustRead()) {
            patience.set(PATIENCE);
            inbox.awaitOwner(LITTLE, this::mustRead);
            patience.clear();
        }
    }

    private boolean mustRead() {
        return impatient || streams.open() > 1 || outbound.isHeldUp();
    }

    @Override
    public void close() {
        patience.close();
    }
}
