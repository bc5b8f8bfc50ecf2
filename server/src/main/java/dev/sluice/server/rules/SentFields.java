package dev.sluice.server.rules;

import dev.sluice.core.Body;
import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Response;
import dev.sluice.core.time.Ticker;
import dev.sluice.wire.Framing;
import io.helidon.http.Status;

/**
 * The fields of a response as they are sent to the client: those of the pipeline's response, with the hop-by-hop fields
 * of this connection in place of others, and exactly one framing field (RFC 9112 §6, RFC 9110 §7.6.1, §6.6.1).
 */
public final class SentFields {
    /** How a response is framed. */
    public enum Frame {
        /** No body follows the head, whatever its fields state: HEAD, 204, 304. */
        NONE,
        /** By Content-Length. */
        LENGTH,
        /** By chunks. */
        CHUNKED,
        /** By the end of the connection, for HTTP/1.0 clients, or of the stream of HTTP/2, if the length is unknown. */
        UNTIL_CLOSE
    }

    private SentFields() {}

    public static Frame frame(String method, boolean chunkless, Response response) {
        int code = response.status().code();
        if (method.equals("HEAD") || !Framing.mayHaveBody(code) || code == Status.RESET_CONTENT_205_CODE) {
            return Frame.NONE;
        }
        if (response.body().length() != Body.UNKNOWN) {
            return Frame.LENGTH;
        }
        return chunkless ? Frame.UNTIL_CLOSE : Frame.CHUNKED;
    }

    /**
     * The fields to send.
     *
     * @param response the response of the pipeline
     * @param frame how it is framed
     * @param connection {@code close}, {@code keep-alive}, or empty for no Connection field
     */
    public static Fields of(Response response, Frame frame, String connection, Ticker ticker) {
        Fields fields = response.fields();
        boolean lengthStays = lengthStays(response, frame);
        boolean clean = connection.isEmpty()
                && frame != Frame.CHUNKED
                && fields.contains(FieldNames.DATE)
                && lengthStays
                && !fields.contains(FieldNames.CONNECTION)
                && !fields.contains(FieldNames.TRANSFER_ENCODING);
        return clean ? fields : rewritten(response, frame, connection, lengthStays, ticker);
    }

    private static Fields rewritten(
            Response response, Frame frame, String connection, boolean lengthStays, Ticker ticker) {
        FieldsBuilder builder = response.fields().toBuilder()
                .removeIf((fields, i) -> fields.isNamed(i, FieldNames.CONNECTION)
                        || fields.isNamed(i, FieldNames.TRANSFER_ENCODING)
                        || fields.isNamed(i, "Keep-Alive")
                        || (!lengthStays && fields.isNamed(i, FieldNames.CONTENT_LENGTH)));
        if (frame == Frame.CHUNKED) {
            builder.add("Transfer-Encoding", "chunked");
        } else if (!lengthStays && hasLength(response, frame)) {
            builder.add("Content-Length", String.valueOf(length(response)));
        }
        if (!response.fields().contains(FieldNames.DATE)) {
            builder.add("Date", DateField.at(ticker));
        }
        if (!connection.isEmpty()) {
            builder.add("Connection", connection);
        }
        return builder.build();
    }

    /**
     * Whether a Content-Length is computed from the body: always for a body that is framed by it; without a body only
     * for 205 (zero), and for HEAD if the length of the body is known.
     */
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

    /** Whether the response's Content-Length, or its absence, is right as it is. */
    private static boolean lengthStays(Response response, Frame frame) {
        int at = response.fields().indexOf(FieldNames.CONTENT_LENGTH, 0);
        return switch (frame) {
            case LENGTH ->
                at >= 0 && isLength(response.fields(), at, response.body().length());
            case NONE -> bodylessLengthStays(response, at);
            case CHUNKED, UNTIL_CLOSE -> at < 0;
        };
    }

    /** 204 must have no Content-Length, 205 zero; HEAD and 304 may have that of a GET (RFC 9110 §8.6). */
    private static boolean bodylessLengthStays(Response response, int at) {
        return switch (response.status().code()) {
            case Status.NO_CONTENT_204_CODE -> at < 0;
            case Status.RESET_CONTENT_205_CODE -> false;
            default -> at >= 0 || !hasLength(response, Frame.NONE);
        };
    }

    private static boolean isLength(Fields fields, int at, long length) {
        boolean only = fields.indexOf(FieldNames.CONTENT_LENGTH, at + 1) < 0;
        boolean padded = fields.valueLength(at) > 1 && fields.startsWith(at, "0"); // written anew, without the zeros
        return only && !padded && fields.number(at) == length;
    }
}
