package dev.sluice.forwarder;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Grpc;
import dev.sluice.core.TransferException;
import dev.sluice.core.WrappedBody;

/**
 * The body of a call of gRPC with a deadline. When its time is over it ends with the status DEADLINE_EXCEEDED, as a server
 * would end it, so that the client is told the same whichever of the clocks is first. One reader at a time.
 */
final class CallBody implements WrappedBody {
    private static final Fields LATE = Fields.of(
            Grpc.STATUS, Integer.toString(Grpc.DEADLINE_EXCEEDED), Grpc.MESSAGE, "the deadline of the call is over");

    private final Body body;
    private final AttemptTimer limit;
    private boolean late;

    CallBody(Body body, AttemptTimer limit) {
        this.body = body;
        this.limit = limit;
    }

    @Override
    public Body body() {
        return body;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            return late ? -1 : body.read(buffer, offset, length);
        } catch (TransferException broken) {
            late = limit.causeOf(broken.failure()) instanceof Failure.TimedOut timeout
                    && timeout.phase() == Failure.Phase.TOTAL;
            if (late) {
                return -1;
            }
            throw broken;
        }
    }

    @Override
    public int available() {
        return late ? -1 : body.available();
    }

    @Override
    public Fields trailers() {
        return late ? LATE : body.trailers();
    }
}
