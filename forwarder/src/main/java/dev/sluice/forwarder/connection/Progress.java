package dev.sluice.forwarder.connection;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.TransferException;
import dev.sluice.wire.Faults;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The progress of an attempt, and the cause if it was aborted. When the client leaves or a deadline passes, another
 * thread closes the resource that the attempt waits on; the attempt then fails with that cause, not with the I/O error
 * of the closing. Thread-safe by its own lock, never held while closing.
 */
public final class Progress implements Faults {
    private static final Closeable NOTHING = () -> {};
    private static final AtomicReferenceFieldUpdater<Progress, Sent> SENT =
            AtomicReferenceFieldUpdater.newUpdater(Progress.class, Sent.class, "sent");

    private Closeable held = NOTHING;
    private @Nullable Failure cause;
    /** Nothing yet, if it is null: to write a volatile field as it is made would be a fence. */
    private volatile @Nullable Sent sent;

    private volatile boolean dialling;
    private volatile @Nullable RuntimeException bug;

    /**
     * How much of the request may have been sent. It is set before each write, since a write that fails may have sent a
     * part.
     */
    public Sent sent() {
        Sent known = sent;
        return known == null ? Sent.NOTHING : known;
    }

    public void sent(Sent more) {
        SENT.lazySet(this, more); // needs no fence: the system call of the write follows
    }

    /**
     * Sets the resource to close in order to abort the attempt.
     *
     * @throws TransferException if it was stopped before; {@code what} is closed then
     */
    public void hold(Closeable what) {
        Failure stopped;
        synchronized (this) {
            stopped = cause;
            if (stopped == null) {
                held = what;
                return;
            }
        }
        close(what);
        throw new TransferException(stopped);
    }

    /**
     * Ends the hold on the resource. Returns false if the attempt was aborted before, so that the resource is being
     * closed.
     */
    public synchronized boolean letGo() {
        held = NOTHING;
        return cause == null;
    }

    /** Closes the held resource because it failed; the attempt goes on without it. */
    public void drop() {
        Closeable useless;
        synchronized (this) {
            useless = held;
            held = NOTHING;
        }
        close(useless);
    }

    /** Aborts the attempt. If it is called several times, the first cause counts. */
    public void stop(Failure why) {
        Closeable waitedOn;
        synchronized (this) {
            if (cause != null) {
                return;
            }
            cause = why;
            waitedOn = held;
        }
        close(waitedOn);
    }

    /** Aborts the attempt because of an exception of a step or a body, which is a bug and no failure of the network. */
    public void failed(RuntimeException thrown) {
        bug = thrown;
        stop(malformed("the body of the request failed: " + thrown));
    }

    /** The exception from another thread, for the attempt's thread to rethrow. */
    public Optional<RuntimeException> bug() {
        return Optional.ofNullable(bug);
    }

    public void clientGone() {
        stop(new Failure.ClientGone(sent()));
    }

    public void timedOut(Phase phase) {
        stop(new Failure.TimedOut(phase, sent()));
    }

    /** The attempt begins to open a connection, or ends to. */
    void dials(boolean now) {
        dialling = now;
    }

    /** The time of the attempt is over. While it opens a connection it is that which takes too long. */
    public void attemptTimedOut() {
        timedOut(dialling ? Phase.CONNECT : Phase.ATTEMPT);
    }

    public synchronized boolean stopped() {
        return cause != null;
    }

    /**
     * Goes on, unless the attempt was aborted.
     *
     * @throws TransferException with the cause
     */
    public synchronized void check() {
        if (cause != null) {
            throw new TransferException(cause);
        }
    }

    /** The cause of the abort; if it was not aborted, the given failure. */
    public synchronized Failure causeOr(Failure other) {
        return cause == null ? other : cause;
    }

    private Failure broken(String detail) {
        return causeOr(new Failure.UpstreamBroken(detail, sent()));
    }

    @Override
    public Failure malformed(String detail) {
        return broken(detail);
    }

    @Override
    public Failure truncated() {
        return broken("the upstream ended before its message did");
    }

    @Override
    public Failure failed(IOException problem) {
        return broken(problem.toString());
    }

    public static void close(Closeable what) {
        try {
            what.close();
        } catch (IOException closedAnyway) {
            // a failed close leaves nothing to do: the resource is not used any more
        }
    }
}
