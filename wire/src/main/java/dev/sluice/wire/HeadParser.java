package dev.sluice.wire;

import static dev.sluice.wire.MalformedException.bad;

import dev.sluice.core.Fields;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.RequestHead;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.syntax.Tokens;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;

/** Parses complete heads (RFC 9112 §3 to §5), as strictly as the grammar. What the fields mean is not its concern. */
public final class HeadParser {
    private static final String[] METHODS = {"GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS"};
    private static final int VERSION_LENGTH = "HTTP/1.1".length();
    private static final int SHORTEST_STATUS_LINE = "HTTP/1.1 200".length();

    private HeadParser() {}

    /**
     * Parses a request's head.
     *
     * @param head from the first byte of the request line to the last empty line; must not change any more
     * @param limits for the number of fields
     * @return the head
     * @throws MalformedException with the status to answer
     */
    public static RequestHead request(byte[] head, MessageLimits limits) {
        int lineEnd = lineEnd(head);
        int methodEnd = 0;
        while (methodEnd < lineEnd && Tokens.isTokenChar(head[methodEnd])) {
            methodEnd++;
        }
        if (methodEnd == 0 || head[methodEnd] != ' ') {
            throw bad("the request line does not start with a method and a space");
        }
        int targetStart = methodEnd + 1;
        int targetEnd = targetStart;
        while (targetEnd < lineEnd && isTargetByte(head[targetEnd])) {
            targetEnd++;
        }
        if (targetEnd == targetStart || head[targetEnd] != ' ') {
            throw bad("the target is empty, has a control, space or fragment, or no version follows it");
        }
        Version version = version(head, targetEnd + 1, lineEnd);
        Fields fields = FieldParser.parse(head, lineEnd + 2, limits.fields(), false);
        return new RequestHead(method(head, methodEnd), text(head, targetStart, targetEnd), version, fields);
    }

    private static int lineEnd(byte[] head) {
        int end = 0;
        while (head[end] != '\r') {
            end++;
        }
        if (head[end + 1] != '\n') {
            throw bad("a carriage return without a line feed");
        }
        return end;
    }

    /**
     * Whether a text can be a target, in every version of HTTP, so that it is read back as what it is.
     *
     * @param text one char a byte
     * @return true if it is not empty and has no control, space or fragment
     */
    public static boolean isTarget(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xff || !isTargetByte((byte) c)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /**
     * Whether a byte may be in a target: any but controls, space, DEL and {@code #}. Bytes above 0x7f, negative here,
     * may.
     */
    private static boolean isTargetByte(byte b) {
        return b < 0 || (b > ' ' && b != '#' && b != 0x7f);
    }

    private static Version version(byte[] head, int start, int lineEnd) {
        if (lineEnd - start != VERSION_LENGTH
                || !startsWith(head, start, "HTTP/")
                || head[start + 6] != '.'
                || !isDigit(head[start + 5])
                || !isDigit(head[start + 7])) {
            throw bad("the request line does not end with a version");
        }
        if (head[start + 5] != '1') {
            throw new MalformedException(Status.HTTP_VERSION_NOT_SUPPORTED_505, "not HTTP/1.x");
        }
        return head[start + 7] == '0' ? Version.HTTP_1_0 : Version.HTTP_1_1;
    }

    /** The method as a text; for common methods a constant, which saves an allocation. */
    private static String method(byte[] head, int end) {
        for (String known : METHODS) {
            if (known.length() == end && startsWith(head, 0, known)) {
                return known;
            }
        }
        return text(head, 0, end);
    }

    private static boolean startsWith(byte[] head, int start, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (head[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Parses a response's head.
     *
     * @param head from the first byte of the status line to the last empty line; must not change any more
     * @param limits for the number of fields
     * @return the head
     * @throws MalformedException if it is not HTTP/1.x
     */
    public static ResponseHead response(byte[] head, MessageLimits limits) {
        int lineEnd = lineEnd(head);
        if (lineEnd < SHORTEST_STATUS_LINE
                || !startsWith(head, 0, "HTTP/1.")
                || !isDigit(head[7])
                || head[8] != ' '
                || (lineEnd > SHORTEST_STATUS_LINE && head[SHORTEST_STATUS_LINE] != ' ')) {
            throw bad("not a status line of HTTP/1.x");
        }
        Fields fields = FieldParser.parse(head, lineEnd + 2, limits.fields(), true);
        return new ResponseHead(head[7] == '0' ? 0 : 1, status(head, lineEnd), fields);
    }

    private static Status status(byte[] head, int lineEnd) {
        int code = statusCode(head[9], head[10], head[11]);
        for (int i = SHORTEST_STATUS_LINE; i < lineEnd; i++) {
            if (isControl(head[i])) {
                throw bad("a control in the reason phrase");
            }
        }
        int reasonStart = Math.min(SHORTEST_STATUS_LINE + 1, lineEnd);
        Status usual = Status.create(code);
        String reason = usual.reasonPhrase();
        return reason.length() == lineEnd - reasonStart && startsWith(head, reasonStart, reason)
                ? usual
                : Status.create(code, text(head, reasonStart, lineEnd));
    }

    /**
     * The status code that three characters are, in every version of HTTP.
     *
     * @param first from '1' to '5'
     * @param second a digit
     * @param third a digit
     * @return the code
     * @throws MalformedException if it is none
     */
    public static int statusCode(int first, int second, int third) {
        if (!isDigit(first) || !isDigit(second) || !isDigit(third)) {
            throw bad("the status code is not three digits");
        }
        int code = (first - '0') * 100 + (second - '0') * 10 + third - '0';
        if (code < 100 || code > 599) {
            throw bad("the status code " + code + " is of no class that HTTP knows");
        }
        return code;
    }

    /** Whether a text can be sent as a reason phrase; an empty one can. */
    static boolean isReason(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xff || isControl((byte) c)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a byte is a control character, which no value of a field may have, in every version of HTTP.
     *
     * @param b the byte; those above 0x7f, negative here, are none
     * @return true below 0x20 but for the tab, and for DEL
     */
    public static boolean isControl(byte b) {
        return (b >= 0 && b < ' ' && b != '\t') || b == 0x7f;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /**
     * Bytes as a text.
     *
     * @param bytes hold it
     * @param start index of the first
     * @param end index behind the last
     * @return one char a byte
     */
    public static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
