package dev.sluice.server.exchange;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bytes that the connections of a listener may hold together beyond what each of them has anyway: long heads and
 * tunnels. Whoever wants more is refused, so that clients cannot fill the heap. Thread-safe.
 */
public final class MemoryBudget {
    private final long most;
    private final AtomicLong taken = new AtomicLong();
    private final LongAdder refused = new LongAdder();

    MemoryBudget(long most) {
        this.most = most;
    }

    /** Takes bytes; false if that would be more than there are. */
    public boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        taken.addAndGet(-bytes);
        refused.increment();
        return false;
    }

    public void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }

    /** How often there was not enough. */
    long refused() {
        return refused.sum();
    }
}
