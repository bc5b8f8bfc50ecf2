package dev.sluice.server.http1;

import dev.sluice.server.exchange.MemoryBudget;
import dev.sluice.wire.MalformedException;
import dev.sluice.wire.WireInput;
import io.helidon.http.Status;
import java.io.IOException;

/**
 * The input of a connection, which counts what its client makes it hold against the listener's budget: the buffer of a
 * head that outgrows the usual one, which is kept as the request's head for the time of the exchange, and those of a
 * tunnel. For the connection's own thread.
 */
final class CountedInput implements WireInput.Source {
    /** Bytes of a buffer that each connection may have: most heads are smaller. */
    private static final int USUAL = 4 * 1024;

    private final WireInput.Source source;
    private final MemoryBudget budget;
    private boolean inHead;
    private long held;

    CountedInput(WireInput.Source source, MemoryBudget budget) {
        this.source = source;
        this.budget = budget;
    }

    /** A head begins: its buffer is counted as it grows. */
    void beginHead() {
        inHead = true;
    }

    void endHead() {
        inHead = false;
    }

    /** Takes bytes for the time of the exchange; false if there are not enough. */
    boolean hold(long bytes) {
        if (!budget.take(bytes)) {
            return false;
        }
        held += bytes;
        return true;
    }

    /** The exchange is over. */
    void release() {
        inHead = false;
        if (held > 0) {
            budget.giveBack(held);
            held = 0;
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        long more = buffer.length - USUAL - held;
        if (inHead && more > 0 && !hold(more)) {
            throw new MalformedException(Status.SERVICE_UNAVAILABLE_503, "no memory for so long a head");
        }
        return source.read(buffer, offset, length);
    }

    @Override
    public void await() throws IOException {
        source.await();
    }
}
