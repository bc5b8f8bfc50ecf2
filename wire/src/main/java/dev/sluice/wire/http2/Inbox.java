package dev.sluice.wire.http2;

import dev.sluice.core.Fields;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.ResponseHead;
import dev.sluice.wire.http2.frame.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a stream has received and its owner has not read yet: heads of responses, content, trailers, and the end. The
 * thread that reads the connection puts it in, one thread at a time takes it out. Thread-safe by its own lock, under which
 * the connection's lock is never taken.
 */
final class Inbox {
    private static final int MOST_HEADS = 64;
    private static final AtomicIntegerFieldUpdater<Inbox> AVAILABLE =
            AtomicIntegerFieldUpdater.newUpdater(Inbox.class, "available");

    private final BufferPool pool;
    private final UnreadBudget budget;
    private final ReentrantLock lock = new ReentrantLock();
    /** Content that nobody has read, in its order: most requests have none. */
    private @Nullable Piece first;

    private @Nullable Piece last;
    private @Nullable Deque<ResponseHead> heads;
    /** Who waits for news. */
    private @Nullable Thread reader;
    /** The thread that puts in, while it waits for the one that takes out. */
    private volatile @Nullable Thread filler;
    /** It waits until there are fewer unread bytes than these. */
    private volatile int few;

    private int unread;
    private boolean ended;
    private boolean closed;
    /** How much is unread; -1 if nothing is and nothing follows. Written with the lock, read also without. */
    private volatile int available;

    private @Nullable StreamResetException failure;
    private Fields trailers = Fields.EMPTY;

    /** A borrowed buffer, filled from {@code start} to {@code end}. */
    private static final class Piece {
        final byte[] bytes;
        int start;
        int end;

        @Nullable
        Piece next;

        Piece(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    Inbox(Multiplexer.Parts parts) {
        this.pool = parts.buffers();
        this.budget = parts.unread();
    }

    /** Takes a head in; false if there are too many that nobody has read. */
    boolean offer(ResponseHead head) {
        lock.lock();
        try {
            Deque<ResponseHead> all = heads;
            if (all == null) {
                all = new ArrayDeque<>(2);
                heads = all;
            }
            if (all.size() == MOST_HEADS) {
                return false;
            }
            all.add(head);
            return true;
        } finally {
            unlockAndWake();
        }
    }

    /** Takes content in; false if nobody will read it. */
    boolean offer(byte[] source, int offset, int length, boolean end) {
        lock.lock();
        try {
            if (closed || failure != null) {
                return false;
            }
            copy(source, offset, length);
            unread += length;
            budget.add(length);
            ended |= end;
            grown();
            return true;
        } finally {
            unlockAndWake();
        }
    }

    /** There is news: who waits for it looks when the lock is free. */
    private void unlockAndWake() {
        Thread woken = reader;
        reader = null;
        lock.unlock();
        if (woken != null) {
            LockSupport.unpark(woken);
        }
    }

    private void copy(byte[] source, int offset, int length) {
        int at = offset;
        int left = length;
        while (left > 0) {
            Piece into = last;
            if (into == null || into.end == into.bytes.length) {
                into = append(into == null && left <= BufferPool.SMALL);
            }
            int count = Math.min(left, into.bytes.length - into.end);
            System.arraycopy(source, at, into.bytes, into.end, count);
            into.end += count;
            at += count;
            left -= count;
        }
    }

    private Piece append(boolean small) {
        Piece added = new Piece(small ? pool.borrowSmall() : pool.borrow());
        if (last == null) {
            first = added;
        } else {
            last.next = added;
        }
        last = added;
        return added;
    }

    private void removeFirst(Piece read) {
        first = read.next;
        if (first == null) {
            last = null;
        }
        pool.giveBack(read.bytes);
    }

    /** The message has ended. */
    void end(Fields received) {
        lock.lock();
        try {
            trailers = received;
            ended = true;
            grown();
        } finally {
            unlockAndWake();
        }
    }

    /**
     * No more will come. What had come before is still read, unless it is dropped.
     *
     * @return how many bytes were dropped
     */
    int fail(StreamResetException why, boolean drop) {
        lock.lock();
        try {
            if (failure == null && (!ended || drop)) {
                failure = why;
                ended = false;
                grown();
            }
            return drop ? drop() : 0;
        } finally {
            unlockAndWake();
        }
    }

    /** Nobody reads any more; how many bytes were dropped. */
    int close() {
        if (available() < 0) {
            return 0; // nothing is there, and nothing comes
        }
        lock.lock();
        try {
            closed = true;
            return drop();
        } finally {
            unlockAndWake();
        }
    }

    private int drop() {
        int dropped = unread;
        unread = 0;
        shrunk();
        budget.add(-dropped);
        for (Piece piece = first; piece != null; piece = first) {
            removeFirst(piece);
        }
        return dropped;
    }

    /** Says first that it waits: hardly any head is there when it is asked for. */
    ResponseHead awaitHead(Stalls stalls) throws StreamResetException {
        stalls.readBegins();
        lock.lock();
        try {
            while (true) {
                ResponseHead head = heads == null ? null : heads.poll();
                if (head != null) {
                    return head;
                }
                failed();
                if (ended) {
                    throw new StreamResetException(ErrorCode.PROTOCOL_ERROR, true, "no head came");
                }
                await(stalls, true);
            }
        } finally {
            lock.unlock();
            stalls.readEnds();
        }
    }

    int read(byte[] buffer, int offset, int length, Stalls stalls) throws StreamResetException {
        boolean waited = false;
        lock.lock();
        try {
            while (true) {
                if (unread > 0) {
                    return take(buffer, offset, length);
                }
                if (ended) {
                    return -1;
                }
                failed();
                waited = await(stalls, waited);
            }
        } finally {
            lock.unlock();
            if (waited) {
                stalls.readEnds();
            }
        }
    }

    private int take(byte[] buffer, int offset, int length) {
        int taken = 0;
        for (Piece from = first; from != null && taken < length; from = first) {
            int count = Math.min(length - taken, from.end - from.start);
            System.arraycopy(from.bytes, from.start, buffer, offset + taken, count);
            from.start += count;
            taken += count;
            if (from.start == from.end) {
                removeFirst(from);
            }
        }
        unread -= taken;
        shrunk();
        budget.add(-taken);
        return taken;
    }

    /** With the lock: others may learn of it when the lock is free. */
    private void grown() {
        AVAILABLE.lazySet(this, left());
    }

    /** With the lock: first others can see it, then the thread that puts in is looked for. */
    private void shrunk() {
        available = left();
        if (unread < few) {
            wakeFiller();
        }
    }

    private int left() {
        return ended && unread == 0 ? -1 : unread;
    }

    /** Makes the thread that puts in look again, if it waits. */
    void wakeFiller() {
        LockSupport.unpark(filler);
    }

    /**
     * For the thread that puts in: waits until fewer bytes are unread, or until somebody has set a condition and woken
     * it.
     */
    void awaitOwner(int fewer, BooleanSupplier enough) {
        filler = Thread.currentThread();
        few = fewer; // before the check, so that no news is missed
        while (available >= fewer
                && !enough.getAsBoolean()
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.park(this);
        }
        few = 0;
        filler = null;
    }

    private void failed() throws StreamResetException {
        StreamResetException why = failure;
        if (why != null) {
            throw why;
        }
        if (closed) {
            throw new StreamResetException(ErrorCode.CANCEL, false, "the stream was released");
        }
    }

    /** With the lock, which it gives back meanwhile: waits for news. Says so first, so that the caller looks again before. */
    private boolean await(Stalls stalls, boolean told) throws StreamResetException {
        if (told) {
            reader = Thread.currentThread();
        }
        lock.unlock();
        try {
            if (told) {
                LockSupport.park(this);
            } else {
                stalls.readBegins();
            }
        } finally {
            lock.lock();
            reader = null;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new StreamResetException(ErrorCode.CANCEL, false, "interrupted");
        }
        return true;
    }

    /** Bytes that can be read without waiting; -1 if none follow. */
    int available() {
        return available;
    }

    int unread() {
        return Math.max(0, available);
    }

    Fields trailers() {
        return available() < 0 ? trailers : Fields.EMPTY;
    }
}
