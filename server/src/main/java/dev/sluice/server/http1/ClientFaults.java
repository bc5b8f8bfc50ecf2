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
 * @param slow told of a body that came too slowly
 */
record ClientFaults(BooleanSupplier tooSlow, Runnable slow) implements Faults {
    @Override
    public Failure malformed(String detail) {
        return new Failure.ClientBroken(Status.BAD_REQUEST_400, detail);
    }

    @Override
    public Failure truncated() {
        if (!tooSlow.getAsBoolean()) {
            return new Failure.ClientGone(Failure.Sent.PART_OF_BODY);
        }
        slow.run();
        return new Failure.ClientBroken(Status.REQUEST_TIMEOUT_408, "the request's body came too slowly");
    }

    @Override
    public Failure failed(IOException cause) {
        return truncated();
    }
}
