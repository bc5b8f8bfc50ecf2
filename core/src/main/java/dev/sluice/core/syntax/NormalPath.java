package dev.sluice.core.syntax;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The form in which decisions compare the path of a target, and what is wrong with targets that have no such form.
 *
 * <p>Normal form: the path without the query; percent-encoded unreserved characters (RFC 3986 §2.3) decoded; the digits
 * of other escapes in upper case; octets from 0x80 on, and a percent sign that begins no escape, encoded; slashes that
 * follow one another as one; the parameters of segments ({@code ;x=1}) left out. The case of letters is kept. The target
 * that is forwarded is never changed to it.
 *
 * <p>Ambiguous is a target whose path a router and an upstream may read differently; see {@link #ambiguity}.
 */
public final class NormalPath {
    private static final Optional<String> DOTS = Optional.of("a '.' or '..' segment");
    private static final Optional<String> SLASH = Optional.of("an encoded slash");
    private static final Optional<String> BACKSLASH = Optional.of("a backslash");
    private static final Optional<String> ENCODED_BACKSLASH = Optional.of("an encoded backslash");
    private static final Optional<String> CONTROL = Optional.of("a control character");
    private static final Optional<String> ENCODED_CONTROL = Optional.of("an encoded control character");
    private static final Optional<String> PERCENT = Optional.of("a '%' without two hex digits");
    private static final Optional<String> DOUBLE = Optional.of("a double percent-encoding");
    private static final Optional<String> FRAGMENT = Optional.of("a '#'");

    private static final int DELETE = 0x7F;
    private static final int ASCII_END = 0x80;
    private static final int LATIN1_END = 0x100;
    private static final int HEX = 16;
    private static final String DIGITS = "0123456789ABCDEF";

    private NormalPath() {}

    /**
     * The normal form of a target's path. Allocates nothing if the target is that already. Any text has one, also an
     * ambiguous target.
     *
     * @param target path and maybe query, as received
     * @return the normal form, the same object if the target is its own
     */
    public static String of(String target) {
        int at = firstToChange(target);
        return isEnd(target, at) ? target.substring(0, at) : rewritten(target, at);
    }

    /**
     * Where the path of a target ends if it is in normal form as it stands. Allocates nothing.
     *
     * @param target path and maybe query, as received
     * @return the index of the question mark or the length, or -1 if the normal form differs from what is before it
     */
    public static int normalEnd(String target) {
        int at = firstToChange(target);
        return isEnd(target, at) ? at : -1;
    }

    private static boolean isEnd(String target, int at) {
        return at == target.length() || target.charAt(at) == '?';
    }

    /** The first character that the normal form changes, or the end of the path. */
    private static int firstToChange(String target) {
        int at = 0;
        while (!isEnd(target, at)) {
            char c = target.charAt(at);
            boolean normal = isPlain(c) && !(c == '/' && at > 0 && target.charAt(at - 1) == '/');
            if (!normal && !(c == '%' && isNormalEscape(target, at))) {
                return at;
            }
            at += normal ? 1 : 3;
        }
        return at;
    }

    private static boolean isPlain(char c) {
        return c < ASCII_END && c != '%' && c != ';';
    }

    private static boolean isNormalEscape(String target, int at) {
        return Escapes.isAt(target, at)
                && !isUnreserved(Escapes.decoded(target, at))
                && !isLower(target.charAt(at + 1))
                && !isLower(target.charAt(at + 2));
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static String rewritten(String target, int from) {
        StringBuilder out = new StringBuilder(target.length() + 8).append(target, 0, from);
        boolean parameters = false;
        int at = from;
        while (at < target.length() && target.charAt(at) != '?') {
            char c = target.charAt(at);
            int next = Escapes.next(target, at);
            if (c == '/') {
                parameters = false;
                slash(out);
            } else if (c == ';') {
                parameters = true;
            } else if (!parameters) {
                next = append(out, target, at, next);
            }
            at = next;
        }
        return out.toString();
    }

    private static void slash(StringBuilder out) {
        if (out.isEmpty() || out.charAt(out.length() - 1) != '/') {
            out.append('/');
        }
    }

    /** One character or escape in normal form; returns where the next begins. */
    private static int append(StringBuilder out, String target, int at, int next) {
        char c = target.charAt(at);
        if (c == '%') {
            int octet = next == at + 1 ? '%' : Escapes.decoded(target, at);
            if (isUnreserved(octet)) {
                out.append((char) octet);
            } else {
                escape(out, octet);
            }
        } else if (c < ASCII_END) {
            out.append(c);
        } else if (c < LATIN1_END) {
            escape(out, c);
        } else {
            int point = target.codePointAt(at);
            for (byte octet : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                escape(out, octet & 0xFF);
            }
            return at + Character.charCount(point);
        }
        return next;
    }

    private static void escape(StringBuilder out, int octet) {
        out.append('%').append(DIGITS.charAt(octet / HEX)).append(DIGITS.charAt(octet % HEX));
    }

    /**
     * Whether a router and an upstream may read a target differently.
     *
     * @param target path and maybe query, as received
     * @return true if {@link #ambiguity} finds something
     */
    public static boolean isAmbiguous(String target) {
        return ambiguity(target).isPresent();
    }

    /**
     * Why a router and an upstream may read the path of a target differently: dot segments in every spelling of
     * {@link DotSegments}; slashes and control characters that are percent-encoded; backslashes; a percent sign that no
     * two hex digits follow; what would be one of these after a second decoding, {@code %252e} too; a {@code #}.
     * Allocates nothing.
     *
     * @param target path and maybe query, as received
     * @return the reason in a few words, such as {@code an encoded slash}; empty if there is none
     */
    public static Optional<String> ambiguity(String target) {
        int at = 0;
        while (at < target.length() && target.charAt(at) != '?') {
            boolean encoded = Escapes.isAt(target, at);
            Optional<String> found = encoded ? encoded(target, at) : raw(target.charAt(at));
            if (found.isPresent()) {
                return found;
            }
            at += encoded ? 3 : 1;
        }
        if (target.indexOf('#', at) >= 0) {
            return FRAGMENT;
        }
        return DotSegments.in(target) ? DOTS : Optional.empty();
    }

    private static Optional<String> raw(char c) {
        return switch (c) {
            case '\\' -> BACKSLASH;
            case '%' -> PERCENT;
            case '#' -> FRAGMENT;
            default -> isControl(c) ? CONTROL : Optional.empty();
        };
    }

    private static Optional<String> encoded(String target, int at) {
        int octet = Escapes.decoded(target, at);
        return switch (octet) {
            case '/' -> SLASH;
            case '\\' -> ENCODED_BACKSLASH;
            case '%' -> isDouble(target, at + 3) ? DOUBLE : Optional.empty();
            default -> isControl(octet) ? ENCODED_CONTROL : Optional.empty();
        };
    }

    private static boolean isControl(int c) {
        return c < ' ' || c == DELETE;
    }

    /** Whether two hex digits, encoded or not, follow a decoded percent sign and make it something to be refused. */
    private static boolean isDouble(String target, int behindPercent) {
        int at = behindPercent;
        while (true) {
            int high = digit(target, at);
            int second = high < 0 ? at : Escapes.next(target, at);
            int low = high < 0 ? -1 : digit(target, second);
            if (low < 0) {
                return false;
            }
            int octet = HEX * high + low;
            if (octet != '%') {
                return octet == '.' || octet == '/' || octet == '\\' || isControl(octet);
            }
            at = Escapes.next(target, second);
        }
    }

    private static int digit(String target, int at) {
        return at < target.length() ? Escapes.digit(Escapes.decoded(target, at)) : -1;
    }
}
