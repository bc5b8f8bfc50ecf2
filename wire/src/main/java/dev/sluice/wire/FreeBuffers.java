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

    /** True while a thread uses it. */
    @SuppressWarnings("serial") // never written anywhere
    private static final class Stack extends AtomicBoolean {
        final byte[][] buffers;
        int count;

        Stack(int most) {
            buffers = new byte[most][];
        }

        boolean enter() {
            return !getPlain() && compareAndSet(false, true);
        }

        void leave() {
            setRelease(false);
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
        int start = (int) Thread.currentThread().threadId();
        for (int i = 0; i < STACKS; i++) {
            Stack stack = stacks[(start + i) & (STACKS - 1)];
            if (stack.count > 0 && stack.enter()) {
                try {
                    if (stack.count > 0) {
                        return stack.buffers[--stack.count];
                    }
                } finally {
                    stack.leave();
                }
            }
        }
        return null;
    }

    /** Puts one in, if there is room. */
    void put(byte[] buffer) {
        int start = (int) Thread.currentThread().threadId();
        for (int i = 0; i < STACKS; i++) {
            Stack stack = stacks[(start + i) & (STACKS - 1)];
            if (stack.count < stack.buffers.length && stack.enter()) {
                try {
                    if (stack.count < stack.buffers.length) {
                        stack.buffers[stack.count++] = buffer;
                        return;
                    }
                } finally {
                    stack.leave();
                }
            }
        }
    }
}
