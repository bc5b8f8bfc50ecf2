package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Grpc;
import dev.sluice.core.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * A check by {@code grpc.health.v1.Health/Check} (gRPC's "Health Checking Protocol"). Its two messages have one field each, so they
 * are written and read by hand: {@code HealthCheckRequest { string service = 1; }} and {@code HealthCheckResponse {
 * ServingStatus status = 1; }}.
 */
final class GrpcHealth {
    static final String PATH = "/grpc.health.v1.Health/Check";

    /** The tag of field 1 as a text, and as a number. */
    private static final byte TEXT_1 = 0x0a;

    private static final byte NUMBER_1 = 0x08;
    private static final int PREFIX = 5;
    private static final int SERVING = 1;
    private static final int BITS = 7;
    private static final int MORE = 0x80;
    private static final String[] NAMES = {"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"};

    private GrpcHealth() {}

    static Fields fields(Fields own) {
        return own.with("Content-Type", "application/grpc").with("TE", "trailers");
    }

    /** The question for a service. */
    static Body question(String service) {
        byte[] name = service.equals(HealthCheck.WHOLE_SERVER) ? new byte[0] : service.getBytes(StandardCharsets.UTF_8);
        byte[] length = number(name.length);
        int size = name.length == 0 ? 0 : 1 + length.length + name.length;
        ByteBuffer message = ByteBuffer.allocate(PREFIX + size).put((byte) 0).putInt(size);
        if (size > 0) {
            message.put(TEXT_1).put(length).put(name);
        }
        return Body.of(message.array());
    }

    /** Protocol Buffers' varint. */
    private static byte[] number(int value) {
        ByteBuffer bytes = ByteBuffer.allocate(PREFIX);
        int rest = value;
        while (rest >= MORE) {
            bytes.put((byte) (rest | MORE));
            rest >>>= BITS;
        }
        bytes.put((byte) rest).flip();
        byte[] number = new byte[bytes.remaining()];
        bytes.get(number);
        return number;
    }

    /** What an answer shows: only a call that has ended well, with SERVING in its message, that the member is well. */
    static Examination.Finding finding(Response response) {
        byte[] answer = Examination.start(response.body());
        OptionalInt status = Grpc.status(response);
        if (status.isEmpty()) {
            return new Examination.Finding(false, "status " + response.status().code() + " without grpc-status");
        }
        if (status.getAsInt() != 0) {
            return new Examination.Finding(false, "grpc-status " + status.getAsInt());
        }
        int serving = serving(answer);
        String name = serving >= 0 && serving < NAMES.length ? NAMES[serving] : "no status of health";
        return new Examination.Finding(serving == SERVING, name);
    }

    /** The status in a message; negative if there is none that can be read. */
    private static int serving(byte[] answer) {
        if (answer.length < PREFIX || answer[0] != 0) {
            return -1;
        }
        if (answer.length == PREFIX) {
            return 0; // Protocol Buffers leave out what is 0
        }
        return answer.length == PREFIX + 2 && answer[PREFIX] == NUMBER_1 ? answer[PREFIX + 1] : -1;
    }
}
