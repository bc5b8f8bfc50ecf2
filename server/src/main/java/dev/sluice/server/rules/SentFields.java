package dev.sluice.server.rules;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Response;
import dev.sluice.core.Ticker;
import dev.sluice.wire.Framing;
import io.helidon.http.Status;

/**
 * The fields of a response as they go to the client: what the pipeline said, with the connection's own fields in place
 * of anybody else's, and exactly one framing field (RFC 9112 §6, RFC 9110 §7.6.1, §6.6.1).
 */
public final class SentFields {
    /** How a response is framed. */
    public enum Frame {
        /** No body follows the head, whatever its fields say: HEAD, 204, 304. */
        NONE,
        /** Content-Length. */
        LENGTH,
        /** Chunks. */
        CHUNKED,
        /** Until the connection ends: to HTTP/1.0, of unknown length. */
        UNTIL_CLOSE
    }

    private SentFields() {}

    public static Frame frame(String method, boolean http10, Response response) {
        int code = response.status().code();
        if (method.equals("HEAD") || !Framing.mayHaveBody(code) || code == Status.RESET_CONTENT_205_CODE) {
            return Frame.NONE;
        }
        if (response.body().length() != Body.UNKNOWN) {
            return Frame.LENGTH;
        }
        return http10 ? Frame.UNTIL_CLOSE : Frame.CHUNKED;
    }

    /**
     * The fields to send.
     *
     * @param response what the pipeline answered
     * @param frame how it is framed
     * @param connection {@code close}, {@code keep-alive}, or empty for no Connection field
     */
    public static Fields of(Response response, Frame frame, String connection, Ticker ticker) {
        Fields fields = response.fields();
        boolean lengthStays = lengthStays(response, frame);
        boolean clean = connection.isEmpty()
                && frame != Frame.CHUNKED
                && fields.contains("Date")
                && lengthStays
                && !fields.contains("Connection")
                && !fields.contains("Transfer-Encoding");
        return clean ? fields : rewritten(response, frame, connection, lengthStays, ticker);
    }

    private static Fields rewritten(
            Response response, Frame frame, String connection, boolean lengthStays, Ticker ticker) {
        FieldsBuilder builder = response.fields().toBuilder()
                .removeIf((fields, i) -> fields.isNamed(i, "Connection")
                        || fields.isNamed(i, "Transfer-Encoding")
                        || fields.isNamed(i, "Keep-Alive")
                        || (!lengthStays && fields.isNamed(i, "Content-Length")));
        if (frame == Frame.CHUNKED) {
            builder.add("Transfer-Encoding", "chunked");
        } else if (!lengthStays && hasLength(response, frame)) {
            builder.add("Content-Length", String.valueOf(length(response)));
        }
        if (!response.fields().contains("Date")) {
            builder.add("Date", DateField.at(ticker));
        }
        if (!connection.isEmpty()) {
            builder.add("Connection", connection);
        }
        return builder.build();
    }

    /** 204 has no length; a HEAD or 304 that says none stays without, unless there is a body to tell of. */
    private static boolean hasLength(Response response, Frame frame) {
        int code = response.status().code();
        return switch (frame) {
            case LENGTH -> true;
            case NONE -> code == Status.RESET_CONTENT_205_CODE || (Framing.mayHaveBody(code) && length(response) > 0);
            case CHUNKED, UNTIL_CLOSE -> false;
        };
    }

    private static long length(Response response) {
        return response.status().code() == Status.RESET_CONTENT_205_CODE
                ? 0
                : response.body().length();
    }

    /** Whether the Content-Length that the response has is right, or having none is. */
    private static boolean lengthStays(Response response, Frame frame) {
        int at = response.fields().indexOf("Content-Length", 0);
        return switch (frame) {
            case LENGTH ->
                at >= 0 && isLength(response.fields(), at, response.body().length());
            case NONE -> bodylessLengthStays(response, at);
            case CHUNKED, UNTIL_CLOSE -> at < 0;
        };
    }

    /** 204 must say none, 205 zero; HEAD and 304 may say what a GET would have had. */
    private static boolean bodylessLengthStays(Response response, int at) {
        return switch (response.status().code()) {
            case Status.NO_CONTENT_204_CODE -> at < 0;
            case Status.RESET_CONTENT_205_CODE -> false;
            default -> at >= 0 || !hasLength(response, Frame.NONE);
        };
    }

    private static boolean isLength(Fields fields, int at, long length) {
        return fields.indexOf("Content-Length", at + 1) < 0 && fields.isValue(at, String.valueOf(length));
    }
}
