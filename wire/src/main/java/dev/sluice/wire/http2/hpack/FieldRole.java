package dev.sluice.wire.http2.hpack;

import dev.sluice.core.syntax.Tokens;

/** What a field is to HTTP/2, by its name (RFC 9113 §8.2, §8.3). */
enum FieldRole {
    /** {@code :authority}. */
    AUTHORITY,
    /** {@code :method}. */
    METHOD,
    /** {@code :path}. */
    PATH,
    /** {@code :scheme}. */
    SCHEME,
    /** {@code :status}. */
    STATUS,
    /** {@code :protocol} (RFC 8441). */
    PROTOCOL,
    /** Any other name with a colon in front. */
    UNKNOWN,
    /** None of these. */
    ORDINARY,
    /** Host, which must be what {@code :authority} is. */
    HOST,
    /** Cookie, which may have been split (RFC 9113 §8.2.3). */
    COOKIE,
    /** Content-Length. */
    LENGTH,
    /** TE, which may say {@code trailers} and nothing else (RFC 9113 §8.2.2). */
    TE,
    /** A field of an HTTP/1.1 connection, which makes a message malformed (RFC 9113 §8.2.2). */
    CONNECTION,
    /** A name that is no token, or has an upper-case letter (RFC 9113 §8.2.1). */
    MALFORMED;

    boolean isPseudo() {
        return compareTo(UNKNOWN) <= 0;
    }

    /** Whether it is a field with a name that it may have. */
    boolean isRegular() {
        return !isPseudo() && this != MALFORMED;
    }

    /** As one bit of a set. */
    @SuppressWarnings("EnumOrdinal") // the bits mean nothing outside this run
    int bit() {
        return 1 << ordinal();
    }

    /** The role of the field whose name these bytes are. */
    static FieldRole of(byte[] block, int start, int end) {
        if (start == end) {
            return MALFORMED;
        }
        if (block[start] == ':') {
            return pseudo(block, start, end);
        }
        for (int i = start; i < end; i++) {
            byte letter = block[i];
            if (!Tokens.isTokenChar(letter) || (letter >= 'A' && letter <= 'Z')) {
                return MALFORMED;
            }
        }
        return regular(block, start, end);
    }

    private static FieldRole pseudo(byte[] block, int start, int end) {
        return switch (end - start) {
            case 5 -> is(block, start, ":path") ? PATH : UNKNOWN;
            case 7 ->
                is(block, start, ":method")
                        ? METHOD
                        : is(block, start, ":scheme") ? SCHEME : is(block, start, ":status") ? STATUS : UNKNOWN;
            case 9 -> is(block, start, ":protocol") ? PROTOCOL : UNKNOWN;
            case 10 -> is(block, start, ":authority") ? AUTHORITY : UNKNOWN;
            default -> UNKNOWN;
        };
    }

    private static FieldRole regular(byte[] block, int start, int end) {
        return switch (end - start) {
            case 2 -> is(block, start, "te") ? TE : ORDINARY;
            case 4 -> is(block, start, "host") ? HOST : ORDINARY;
            case 6 -> is(block, start, "cookie") ? COOKIE : ORDINARY;
            case 7 -> is(block, start, "upgrade") ? CONNECTION : ORDINARY;
            case 10 -> is(block, start, "connection") || is(block, start, "keep-alive") ? CONNECTION : ORDINARY;
            case 14 -> is(block, start, "content-length") ? LENGTH : ORDINARY;
            case 16 -> is(block, start, "proxy-connection") ? CONNECTION : ORDINARY;
            case 17 -> is(block, start, "transfer-encoding") ? CONNECTION : ORDINARY;
            default -> ORDINARY;
        };
    }

    private static boolean is(byte[] block, int start, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (block[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
