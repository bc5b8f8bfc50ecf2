package dev.sluice.wire;

import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The bytes of a status line (RFC 9112 §4). Those with a usual reason phrase are made once and kept: to encode them
 * each time was the largest part of the cost of a small response's head.
 */
final class StatusLine {
    private static final AtomicReferenceArray<byte[]> USUAL = new AtomicReferenceArray<>(600);

    private StatusLine() {}

    /**
     * A status line, CR and LF included.
     *
     * @param status its code and reason phrase
     * @return the bytes; not to be changed
     * @throws IllegalArgumentException if the reason phrase has characters that RFC 9112 §4 does not allow
     */
    @SuppressWarnings("ReferenceEquality") // Helidon has one of each usual status
    static byte[] of(Status status) {
        int code = status.code();
        if (code >= USUAL.length() || status != Status.create(code)) {
            return made(status);
        }
        byte[] line = USUAL.get(code);
        if (line == null) {
            line = made(status);
            USUAL.set(code, line);
        }
        return line;
    }

    private static byte[] made(Status status) {
        if (!HeadParser.isReason(status.reasonPhrase())) {
            throw new IllegalArgumentException("the reason phrase has a character that it cannot hold");
        }
        String line = "HTTP/1.1 " + status.codeText() + " " + status.reasonPhrase() + "\r\n";
        return line.getBytes(StandardCharsets.ISO_8859_1);
    }
}
