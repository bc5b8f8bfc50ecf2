package dev.sluice.wire;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Free buffers of one size, as many as fit. The one that was put last is taken first, since it is in the CPU's cache.
 *
 * <p>Thread-safe, and nobody waits: they lie in a few stacks, of which a thread uses one that nobody else uses just then.
 */
final class FreeBuffers {
    /** About as many as processors. */
    private static final int STACKS =
            Integer.highestOneBit(Math.min(16, 2 * Runtime.getRuntime().availableProcessors() - 1));

    private final Stack[] stacks = new Stack[STACKS];

    private static final class Stack {
        private final AtomicBoolean inUse = new AtomicBoolean();
        private final byte[][] buffers;
        private int count;

        Stack(int most) {
            buffers = new byte[most][];
        }

        /** Null if there is none, or another thread uses it. */
        byte @Nullable [] take() {
            if (count == 0 || !enter()) {
                return null;
            }
            try {
                return count == 0 ? null : buffers[--count];
            } finally {
                inUse.setRelease(false);
            }
        }

        /** False if there is no room, or another thread uses it. */
        boolean put(byte[] buffer) {
            if (count == buffers.length || !enter()) {
                return false;
            }
            try {
                boolean room = count < buffers.length;
                if (room) {
                    buffers[count++] = buffer;
                }
                return room;
            } finally {
                inUse.setRelease(false);
            }
        }

        private boolean enter() {
            return !inUse.getPlain() && inUse.compareAndSet(false, true);
        }
    }

    /**
     * None yet.
     *
     * @param most how many are kept, a multiple of 16
     */
    FreeBuffers(int most) {
        for (int i = 0; i < STACKS; i++) {
            stacks[i] = new Stack(most / STACKS);
        }
    }

    /** Takes one out; null if there is none, or others are at them just then. */
    byte @Nullable [] take() {
        byte[] found = null;
        for (int i = 0; i < STACKS && found == null; i++) {
            found = stack(i).take();
        }
        return found;
    }

    /** Puts one in, if there is room. */
    void put(byte[] buffer) {
        boolean kept = false;
        for (int i = 0; i < STACKS && !kept; i++) {
            kept = stack(i).put(buffer);
        }
    }

    /** The stacks in the order in which this thread tries them. */
    private Stack stack(int i) {
        return stacks[((int) Thread.currentThread().threadId() + i) & (STACKS - 1)];
    }
}
