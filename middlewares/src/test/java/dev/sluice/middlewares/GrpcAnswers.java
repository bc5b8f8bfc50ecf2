package dev.sluice.middlewares;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.WrappedBody;
import dev.sluice.testkit.Exchanges;
import io.helidon.http.Status;

/** Calls of gRPC, and answers of upstreams to them. */
public final class GrpcAnswers {
    private static final Fields FIELDS = Fields.of("Content-Type", "application/grpc");

    private GrpcAnswers() {}

    private record Trailed(Body body, Fields trailers) implements WrappedBody {
        @Override
        public long length() {
            return UNKNOWN;
        }
    }

    /** A call. */
    public static Request call() {
        return Exchanges.request("POST", "/service/method", FIELDS.with("te", "trailers"), Body.of("\0\0\0\0\1q"));
    }

    /** A response that is a head with a status. */
    public static Response trailersOnly(int status) {
        return Response.of(Status.OK_200, FIELDS.with("grpc-status", Integer.toString(status)), Body.empty());
    }

    /** A response with a message and then a status. */
    public static Response ended(int status) {
        Fields trailers = Fields.of("grpc-status", Integer.toString(status), "grpc-message", "m");
        return Response.of(Status.OK_200, FIELDS, new Trailed(Body.of("\0\0\0\0\1a"), trailers));
    }
}
