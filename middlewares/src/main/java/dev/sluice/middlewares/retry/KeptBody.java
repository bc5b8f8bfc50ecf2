package dev.sluice.middlewares.retry;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.TransferException;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of a call of gRPC that is kept while it is sent, so that another attempt can send it from its beginning: the whole
 * message of a unary call, and the beginning of a stream. Nothing waits for that. A body of which more than {@value #MOST}
 * bytes were sent is not kept any more.
 *
 * <p>An attempt that was given up may still wait for the client's next bytes; what comes is for its successor. Thread-safe:
 * one lock, which is not held while the client is waited for.
 */
final class KeptBody {
    /** How much of a call is kept, in bytes. */
    static final int MOST = 64 * 1024;

    private static final int FIRST = 1024;

    private final Body body;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private byte[] kept = new byte[FIRST];
    private int size;
    private boolean reading;
    private boolean ended;
    private boolean lost;
    private @Nullable TransferException broken;
    private @Nullable View last;

    KeptBody(Body body) {
        this.body = body;
    }

    /** Whether all that was read is still there. */
    boolean isWhole() {
        lock.lock();
        try {
            return !lost;
        } finally {
            lock.unlock();
        }
    }

    /** The body from its beginning, in place of the one that the attempt before has. */
    Body fromBeginning() {
        lock.lock();
        try {
            last = new View();
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** The call has its answer: what was sent is not needed any more. */
    void answered() {
        lock.lock();
        try {
            if (last != null && last.position == size) {
                last.forget();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What one attempt reads. */
    private final class View implements Body {
        private int position;

        @Override
        public long length() {
            return body.length();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int known = known(buffer, offset, length);
            return known == 0 ? next(buffer, offset, length) : known;
        }

        /** What was read before; 0 if the next bytes must come from the client, which this view waits for alone then. */
        private int known(byte[] buffer, int offset, int length) {
            lock.lock();
            try {
                while (reading && position == size) {
                    came.awaitUninterruptibly();
                }
                if (position < size) {
                    int count = Math.min(length, size - position);
                    System.arraycopy(kept, position, buffer, offset, count);
                    position += count;
                    return count;
                }
                if (broken != null) {
                    throw broken;
                }
                reading = !ended;
                return ended ? -1 : 0;
            } finally {
                lock.unlock();
            }
        }

        private int next(byte[] buffer, int offset, int length) {
            int count = 0;
            TransferException failure = null;
            try {
                count = body.read(buffer, offset, length);
                return count;
            } catch (TransferException failed) {
                failure = failed;
                throw failed;
            } finally {
                read(buffer, offset, count, failure);
            }
        }

        private void read(byte[] buffer, int offset, int count, @Nullable TransferException failure) {
            lock.lock();
            try {
                reading = false;
                ended = count < 0;
                broken = failure;
                if (count > 0) {
                    keep(buffer, offset, count);
                }
                came.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** What an attempt that was given up has read is kept in any case: its successor has not seen it. */
        @SuppressWarnings("ReferenceEquality") // a view is one attempt's
        private void keep(byte[] buffer, int offset, int count) {
            boolean successor = last != this;
            if (lost || (!successor && size + count > MOST)) {
                forget();
                return;
            }
            if (size + count > kept.length) {
                kept = Arrays.copyOf(kept, Math.max(2 * kept.length, size + count));
            }
            System.arraycopy(buffer, offset, kept, size, count);
            size += count;
            position += successor ? 0 : count;
        }

        private void forget() {
            lost = true;
            kept = new byte[0];
            size = 0;
            position = 0;
        }

        @Override
        public int available() {
            lock.lock();
            try {
                if (position < size) {
                    return size - position;
                }
                if (reading) {
                    return 0;
                }
                return ended ? -1 : body.available();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Fields trailers() {
            return body.trailers();
        }

        /** The host closes the body: another attempt may need the rest of it. */
        @Override
        public void close() {}
    }
}
