package dev.sluice.wire;

import static dev.sluice.wire.MalformedException.bad;

import dev.sluice.core.Body;
import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import dev.sluice.core.RequestHead;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.syntax.Tokens;
import io.helidon.http.Status;
import java.util.List;

/**
 * Where a body ends (RFC 9112 §6.3): the one place that decides it, for both sides. Whatever two parties could read in
 * two ways is refused.
 */
public sealed interface Framing {
    /** The message has no body. */
    record None() implements Framing {}

    /**
     * The body has a known length ({@code Content-Length}, RFC 9112 §6.2).
     *
     * @param bytes the length, 0 or more
     */
    record Length(long bytes) implements Framing {}

    /** The body is in chunks ({@code Transfer-Encoding: chunked}, RFC 9112 §7.1). */
    record Chunked() implements Framing {}

    /** The body ends where the connection is closed, which only a response's may (RFC 9112 §6.3). */
    record UntilClose() implements Framing {}

    /** The instance of {@link None}. */
    Framing NONE = new None();

    /** The instance of {@link Chunked}. */
    Framing CHUNKED = new Chunked();

    /** The instance of {@link UntilClose}. */
    Framing UNTIL_CLOSE = new UntilClose();

    /**
     * The framing of a request.
     *
     * @param head its head
     * @return no body, a length or chunks
     * @throws MalformedException 400 if the length is ambiguous, 501 for a transfer coding other than chunked
     */
    static Framing ofRequest(RequestHead head) {
        Fields fields = head.fields();
        if (!fields.contains(FieldNames.TRANSFER_ENCODING)) {
            long length = requestLength(fields);
            return length < 0 ? NONE : new Length(length);
        }
        if (fields.contains(FieldNames.CONTENT_LENGTH)) {
            throw bad("Content-Length together with Transfer-Encoding");
        }
        if (head.version() == Version.HTTP_1_0) {
            throw bad("Transfer-Encoding in HTTP/1.0");
        }
        requireChunked(fields);
        return CHUNKED;
    }

    /**
     * The length that a request states, in every version of HTTP.
     *
     * @param fields of the request
     * @return bytes; {@link Body#UNKNOWN} if it states none
     * @throws MalformedException 400 if it states several, or something else than a number
     */
    static long requestLength(Fields fields) {
        int only = fields.indexOf(FieldNames.CONTENT_LENGTH, 0);
        if (only < 0) {
            return Body.UNKNOWN;
        }
        if (fields.indexOf(FieldNames.CONTENT_LENGTH, only + 1) >= 0) {
            throw bad("several Content-Length fields");
        }
        return length(fields.number(only));
    }

    private static long length(long number) {
        if (number < 0) {
            throw bad("a malformed Content-Length");
        }
        return number;
    }

    private static void requireChunked(Fields fields) {
        List<String> lines = fields.all("Transfer-Encoding");
        if (lines.size() == 1 && lines.getFirst().equalsIgnoreCase("chunked")) {
            return;
        }
        List<String> codings = fields.members("Transfer-Encoding");
        boolean unchunked = !codings.isEmpty() && codings.stream().noneMatch("chunked"::equalsIgnoreCase);
        boolean unknown = unchunked || onlyLastIsChunked(codings);
        if (unknown && codings.stream().allMatch(Tokens::isToken)) {
            throw new MalformedException(Status.NOT_IMPLEMENTED_501, "a transfer coding other than chunked");
        }
        throw bad("Transfer-Encoding does not end with exactly one chunked");
    }

    private static boolean onlyLastIsChunked(List<String> codings) {
        return codings.size() > 1
                && codings.getLast().equalsIgnoreCase("chunked")
                && codings.stream().filter("chunked"::equalsIgnoreCase).count() == 1;
    }

    /**
     * The framing of a response.
     *
     * @param method of the request it answers
     * @param head its head
     * @return no body, a length, chunks, or until the connection ends
     * @throws MalformedException if the length is ambiguous
     */
    static Framing ofResponse(String method, ResponseHead head) {
        Fields fields = head.fields();
        boolean coded = fields.contains(FieldNames.TRANSFER_ENCODING);
        boolean sized = fields.contains(FieldNames.CONTENT_LENGTH);
        if (coded && (sized || head.minorVersion() == 0)) {
            throw bad("Transfer-Encoding beside a Content-Length or in HTTP/1.0");
        }
        long length = responseLength(fields);
        if (coded) {
            requireChunked(fields);
        }
        if (method.equals("HEAD") || !mayHaveBody(head.status().code())) {
            return NONE;
        }
        if (coded) {
            return CHUNKED;
        }
        return sized ? new Length(length) : UNTIL_CLOSE;
    }

    /**
     * The length that a response states, in every version of HTTP. Several equal lengths count as one (RFC 9110 §8.6),
     * different ones are refused: they are how messages are smuggled.
     *
     * @param fields of the response
     * @return bytes; {@link Body#UNKNOWN} if it states none
     * @throws MalformedException if it states different ones, or something else than a number
     */
    static long responseLength(Fields fields) {
        int only = fields.indexOf(FieldNames.CONTENT_LENGTH, 0);
        if (only < 0) {
            return Body.UNKNOWN;
        }
        long length = fields.number(only);
        if (length >= 0 && fields.indexOf(FieldNames.CONTENT_LENGTH, only + 1) < 0) {
            return length;
        }
        List<String> lengths = fields.members("Content-Length");
        if (lengths.stream().distinct().count() != 1) {
            throw bad("no length, or different ones, in Content-Length");
        }
        return length(Tokens.number(lengths.getFirst(), Tokens.LONGEST_NUMBER));
    }

    /**
     * Whether responses of a status have a body at all (RFC 9110 §6.4.1).
     *
     * @param code the status code
     * @return false for 1xx, 204 and 304
     */
    static boolean mayHaveBody(int code) {
        return code >= 200 && code != Status.NO_CONTENT_204_CODE && code != Status.NOT_MODIFIED_304_CODE;
    }
}
