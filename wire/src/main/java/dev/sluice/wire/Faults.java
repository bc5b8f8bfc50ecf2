package dev.sluice.wire;

import dev.sluice.core.Failure;
import java.io.IOException;

/** Says which failure it is when a peer's message breaks: the same rules read both sides, only the blame differs. */
public interface Faults {
    /**
     * The peer broke a rule.
     *
     * @param detail which
     * @return the failure
     */
    Failure malformed(String detail);

    /**
     * The peer ended before its message did.
     *
     * @return the failure
     */
    Failure truncated();

    /**
     * The connection failed.
     *
     * @param cause how
     * @return the failure
     */
    Failure failed(IOException cause);
}
