package dev.sluice.core;

import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;

/**
 * The form of the gateway's own errors for gRPC and gRPC-Web: 200 and a head that tells the status of the call, without a
 * body (<em>Trailers-Only</em> in PROTOCOL-HTTP2 of gRPC, "Responses"). A client of gRPC understands no other.
 */
final class GrpcError {
    private GrpcError() {}

    /** Whether the client of a request understands this form alone. */
    static boolean isFor(Request request) {
        return Grpc.isIn(request.fields());
    }

    static Response of(Request request, Response error, Problem problem) {
        String type = Grpc.isWeb(request.fields())
                ? request.fields().first("Content-Type").orElseThrow()
                : "application/grpc";
        Fields fields = error.fields().toBuilder()
                .set("Content-Type", type)
                .set(Grpc.STATUS, Integer.toString(status(error)))
                .set(Grpc.MESSAGE, encoded(problem.detail()))
                .build();
        return error.withStatus(Status.OK_200).withFields(fields).withBody(Body.empty());
    }

    private static int status(Response error) {
        boolean deadline = error.failure()
                .filter(failure -> failure instanceof Failure.TimedOut late && late.phase() == Failure.Phase.TOTAL)
                .isPresent();
        return deadline ? Grpc.DEADLINE_EXCEEDED : status(error.status().code());
    }

    /** What gRPC's own page on HTTP statuses says of them, but for 429, 413, 431 and 500, which it does not know. */
    private static int status(int code) {
        return switch (code) {
            case 401 -> Grpc.UNAUTHENTICATED;
            case 403 -> Grpc.PERMISSION_DENIED;
            case 404, 501 -> Grpc.UNIMPLEMENTED;
            case 413, 429, 431 -> Grpc.RESOURCE_EXHAUSTED;
            case 499 -> Grpc.CANCELLED;
            case 500 -> Grpc.INTERNAL;
            case 502, 503, 504 -> Grpc.UNAVAILABLE;
            default -> Grpc.UNKNOWN;
        };
    }

    /** As {@code grpc-message} is written: visible ASCII and spaces, but for the percent sign, as they are. */
    private static String encoded(String text) {
        StringBuilder message = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= ' ' && octet < 0x7f && octet != '%') {
                message.append((char) octet);
            } else {
                message.append(String.format("%%%02X", octet & 0xff));
            }
        }
        return message.toString();
    }
}
