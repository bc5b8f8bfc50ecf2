package dev.sluice.middlewares.grpcweb;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Grpc;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;

/**
 * Translates between gRPC-Web, which browsers can speak, and gRPC, which servers do (PROTOCOL-WEB of gRPC): content types,
 * base64 of the text variant, and trailers, which browsers do not show to scripts and gRPC-Web puts at the end of the body.
 * Messages pass as they come, one by one, both ways; their bytes are not changed. All other requests pass untouched, and so
 * do answers that are not gRPC's.
 *
 * <p>A browser asks for leave before it calls another origin; that is the {@code cors} step's business. Thread-safe and
 * without state.
 */
public final class GrpcWeb implements Middleware {
    private static final String NATIVE = "application/grpc";
    private static final String WEB = "application/grpc-web";
    private static final String TEXT = "application/grpc-web-text";

    /** Translates. */
    public GrpcWeb() {}

    @Override
    public Response handle(Request request, Handler next) {
        if (!Grpc.isWeb(request.fields())) {
            return next.handle(request);
        }
        boolean textAsked = isText(request.fields(), "Content-Type");
        boolean textWanted =
                request.fields().first("Accept").map(GrpcWeb::namesAType).orElse(false)
                        ? isText(request.fields(), "Accept")
                        : textAsked;
        return answered(next.handle(asked(request, textAsked)), textWanted);
    }

    private static boolean namesAType(String accept) {
        return accept.regionMatches(true, 0, WEB, 0, WEB.length());
    }

    private static boolean isText(Fields fields, String name) {
        int index = fields.indexOf(name, 0);
        return index >= 0 && fields.startsWith(index, TEXT);
    }

    private static Request asked(Request request, boolean text) {
        String type = request.fields().first("Content-Type").orElseThrow();
        FieldsBuilder fields = request.fields().toBuilder()
                .set("Content-Type", NATIVE + suffix(type, text ? TEXT : WEB))
                .set("TE", "trailers")
                .remove("Accept")
                .remove("X-Grpc-Web");
        if (!text) {
            return request.withFields(fields.build());
        }
        return request.withFields(fields.remove("Content-Length").build()).withBody(new DecodedBody(request.body()));
    }

    /** What follows the name of the protocol in a content type, such as {@code +proto}. */
    private static String suffix(String type, String name) {
        return type.substring(name.length());
    }

    private static Response answered(Response response, boolean text) {
        if (!Grpc.isNative(response.fields())) {
            return response;
        }
        String type = response.fields().first("Content-Type").orElseThrow();
        Fields fields = response.fields().toBuilder()
                .set("Content-Type", (text ? TEXT : WEB) + suffix(type, NATIVE))
                .remove("Trailer")
                .build();
        if (Grpc.status(fields).isPresent()) {
            return response.withFields(fields);
        }
        Body whole = new TrailedBody(response.body());
        return response.withFields(fields.without("Content-Length")).withBody(text ? new EncodedBody(whole) : whole);
    }

    @Override
    public String describe() {
        return GrpcWebType.TYPE.describe(new GrpcWebOptions());
    }
}
