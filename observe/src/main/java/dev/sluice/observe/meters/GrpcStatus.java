package dev.sluice.observe.meters;

import dev.sluice.core.Grpc;
import dev.sluice.core.Outcome;
import java.util.OptionalInt;

/** How calls of gRPC are counted: by their status, which is one of 17. */
final class GrpcStatus {
    /** How many different labels there are. */
    static final int MOST = 18;

    /** A call that has ended without a status: it broke, its client left, or the upstream does not speak gRPC. */
    private static final String NONE = "none";

    private GrpcStatus() {}

    static String label(Outcome outcome) {
        OptionalInt status = Grpc.status(outcome.response());
        return status.isPresent() ? Integer.toString(status.getAsInt()) : NONE;
    }

    static boolean isError(Outcome outcome) {
        return Grpc.status(outcome.response()).orElse(0) > 0;
    }
}
