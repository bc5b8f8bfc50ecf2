package dev.sluice.forwarder.fields;

import dev.sluice.core.Fields;

/** Recognises messages of gRPC and gRPC-Web, whose calls may be streams. */
public final class Grpc {
    private Grpc() {}

    /** Whether the content type is gRPC's: {@code application/grpc} with any suffix. */
    public static boolean isIn(Fields fields) {
        int type = fields.indexOf("Content-Type", 0);
        return type >= 0 && fields.startsWith(type, "application/grpc");
    }
}
