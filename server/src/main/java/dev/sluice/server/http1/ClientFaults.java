package dev.sluice.server.http1;

import dev.sluice.core.Failure;
import dev.sluice.wire.Faults;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * What it means when a request's body breaks.
 *
 * @param tooSlow whether a deadline ended the input
 */
record ClientFaults(BooleanSupplier tooSlow) implements Faults {
    @Override
    public Failure malformed(String detail) {
        return new Failure.ClientBroken(Status.BAD_REQUEST_400, detail);
    }

    @Override
    public Failure truncated() {
        return tooSlow.getAsBoolean()
                ? new Failure.ClientBroken(Status.REQUEST_TIMEOUT_408, "no progress in the request's body")
                : new Failure.ClientGone(Failure.Sent.PART_OF_BODY);
    }

    @Override
    public Failure failed(IOException cause) {
        return truncated();
    }
}
