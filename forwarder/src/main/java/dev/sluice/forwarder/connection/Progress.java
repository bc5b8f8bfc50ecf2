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
 * How far an attempt got, and why it was stopped. A client that leaves or a deadline that passes closes whatever the
 * attempt waits on at the moment, from another thread; the attempt then fails with that cause and not with the noise of
 * the closing. Thread-safe by its own lock, never held while closing.
 */
public final class Progress implements Faults {
    private static final Closeable NOTHING = () -> {};
    private static final AtomicReferenceFieldUpdater<Progress, Sent> SENT =
            AtomicReferenceFieldUpdater.newUpdater(Progress.class, Sent.class, "sent");

    private Closeable held = NOTHING;
    private @Nullable Failure cause;
    private volatile Sent sent = Sent.NOTHING;
    private volatile @Nullable RuntimeException bug;

    /** How much of the request may have left: said before it is written, since a write that fails may have begun. */
    public Sent sent() {
        return sent;
    }

    public void sent(Sent more) {
        SENT.lazySet(this, more); // needs no fence: what it announces is a system call
    }

    /**
     * Says what to close in order to stop the attempt from now on.
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

    /** Nothing is left to be stopped; false if that comes too late, and what was held is being closed. */
    public synchronized boolean letGo() {
        held = NOTHING;
        return cause == null;
    }

    /** Closes what is held: it came to nothing, and the attempt goes on without it. */
    public void drop() {
        Closeable useless;
        synchronized (this) {
            useless = held;
            held = NOTHING;
        }
        close(useless);
    }

    /** Stops the attempt. The first cause is the one that counts. */
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

    /** Stops the attempt for a bug of a step or a body, which is nobody's fault on the network. */
    public void failed(RuntimeException thrown) {
        bug = thrown;
        stop(malformed("the body of the request failed: " + thrown));
    }

    /** What was thrown beside the attempt's thread, for that thread to throw. */
    public Optional<RuntimeException> bug() {
        return Optional.ofNullable(bug);
    }

    public void clientGone() {
        stop(new Failure.ClientGone(sent));
    }

    public void timedOut(Phase phase) {
        stop(new Failure.TimedOut(phase, sent));
    }

    public synchronized boolean stopped() {
        return cause != null;
    }

    /** Why it was stopped, else a failure of the upstream. */
    public synchronized Failure causeOr(Failure other) {
        return cause == null ? other : cause;
    }

    private Failure broken(String detail) {
        return causeOr(new Failure.UpstreamBroken(detail, sent));
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
            // nobody can use it any more, which is all that was wanted
        }
    }
}
