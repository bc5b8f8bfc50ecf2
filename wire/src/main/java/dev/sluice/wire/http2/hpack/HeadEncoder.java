package dev.sluice.wire.http2.hpack;

import dev.sluice.core.Fields;
import dev.sluice.wire.http2.frame.FrameBuffer;
import io.helidon.http.Status;

/**
 * Encodes blocks of fields (RFC 7541) with the static table and literals only, so that no state is shared. Names are
 * written in lower case; fields of an HTTP/1.1 connection are left out (RFC 9113 §8.2.2).
 *
 * <p>Strings are not put into the Huffman code: they are copied as they are.
 */
public final class HeadEncoder {
    private static final int INDEXED = 0x80;
    private static final int WITHOUT_INDEXING = 0x00;
    private static final int NEVER_INDEXED = 0x10;

    /** The most bytes of the lengths and the first octet of a literal. */
    private static final int OVERHEAD = 11;

    /** A cookie of fewer bytes could be guessed one after another (RFC 7541 §7.1.3). */
    private static final int GUESSABLE = 20;

    private static final int AUTHORITY = 1;
    private static final int METHOD_GET = 2;
    private static final int METHOD_POST = 3;
    private static final int PATH_ROOT = 4;
    private static final int SCHEME_HTTP = 6;
    private static final int SCHEME_HTTPS = 7;
    private static final int STATUS_200 = 8;

    private HeadEncoder() {}

    /** A request: pseudo-fields, then fields. */
    public static void request(Http2Request head, FrameBuffer to) {
        switch (head.method()) {
            case "GET" -> to.put(INDEXED | METHOD_GET);
            case "POST" -> to.put(INDEXED | METHOD_POST);
            default -> pseudo(METHOD_GET, head.method(), to);
        }
        boolean connect = head.method().equals("CONNECT") && head.protocol().isEmpty();
        if (!connect) {
            scheme(head.scheme(), to);
        }
        pseudo(AUTHORITY, head.authority(), to);
        if (!connect) {
            path(head.path(), to);
        }
        if (!head.protocol().isEmpty()) {
            to.put(WITHOUT_INDEXING);
            string(":protocol", to);
            string(head.protocol(), to);
        }
        fields(head.fields(), true, to);
    }

    private static void scheme(String scheme, FrameBuffer to) {
        switch (scheme) {
            case "http" -> to.put(INDEXED | SCHEME_HTTP);
            case "https" -> to.put(INDEXED | SCHEME_HTTPS);
            default -> pseudo(SCHEME_HTTP, scheme, to);
        }
    }

    private static void path(String path, FrameBuffer to) {
        if (path.equals("/")) {
            to.put(INDEXED | PATH_ROOT);
        } else {
            pseudo(PATH_ROOT, path, to);
        }
    }

    private static void pseudo(int number, String value, FrameBuffer to) {
        to.put(WITHOUT_INDEXING | number);
        string(value, to);
    }

    /** A response, interim or final. */
    public static void response(Status status, Fields fields, FrameBuffer to) {
        int number = switch (status.code()) {
            case 200 -> STATUS_200;
            case 204 -> 9;
            case 206 -> 10;
            case 304 -> 11;
            case 400 -> 12;
            case 404 -> 13;
            case 500 -> 14;
            default -> 0;
        };
        if (number > 0) {
            to.put(INDEXED | number);
        } else {
            pseudo(STATUS_200, status.codeText(), to);
        }
        fields(fields, false, to);
    }

    /** Trailers. */
    public static void trailers(Fields fields, FrameBuffer to) {
        fields(fields, false, to);
    }

    private static void fields(Fields fields, boolean request, FrameBuffer to) {
        int at = to.reserve(fields.wireLength() + fields.size() * OVERHEAD);
        byte[] target = to.array();
        for (int i = 0; i < fields.size(); i++) {
            EncodedName known = EncodedName.of(fields, i);
            if (known == null) {
                target[at] = WITHOUT_INDEXING;
                at = number(fields.nameLength(i), 0, 7, target, at + 1);
                at = fields.writeLowerName(i, target, at);
            } else if (known.use() != EncodedName.Use.NEVER
                    && (known.use() != EncodedName.Use.TRAILERS || (request && fields.isValue(i, "trailers")))) {
                at = name(known, isSecret(known.use(), fields, i), target, at);
            } else {
                continue;
            }
            at = number(fields.valueLength(i), 0, 7, target, at);
            at = fields.writeValue(i, target, at);
        }
        to.length(at);
    }

    private static boolean isSecret(EncodedName.Use use, Fields fields, int i) {
        return use == EncodedName.Use.SECRET
                || (use == EncodedName.Use.SECRET_IF_SHORT && fields.valueLength(i) < GUESSABLE);
    }

    private static int name(EncodedName known, boolean secret, byte[] target, int start) {
        int kind = secret ? NEVER_INDEXED : WITHOUT_INDEXING;
        if (known.number() > 0) {
            return number(known.number(), kind, 4, target, start);
        }
        target[start] = (byte) kind;
        int at = number(known.name().length(), 0, 7, target, start + 1);
        return text(known.name(), target, at);
    }

    /** A number behind the kind of an octet, of whose bits so many are its prefix (RFC 7541 §5.1). */
    private static int number(int number, int kind, int prefix, byte[] target, int start) {
        int mask = (1 << prefix) - 1;
        int at = start;
        if (number < mask) {
            target[at++] = (byte) (kind | number);
            return at;
        }
        target[at++] = (byte) (kind | mask);
        int rest = number - mask;
        while (rest >= 0x80) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }

    private static void string(String text, FrameBuffer to) {
        int start = to.reserve(text.length() + OVERHEAD);
        int at = number(text.length(), 0, 7, to.array(), start);
        to.length(text(text, to.array(), at));
    }

    @SuppressWarnings("deprecation") // the one encoder that takes the low byte of each char, and the fastest
    private static int text(String text, byte[] target, int at) {
        text.getBytes(0, text.length(), target, at);
        return at + text.length();
    }
}
