package dev.sluice.core.syntax;

/**
 * Finds the segments {@code .} and {@code ..} of a path (RFC 3986 §3.3), in every spelling that some server takes for
 * one: with the dots, the slash or a backslash percent-encoded, with backslashes for slashes, with parameters behind the
 * dots ({@code ..;x}). Such a path means one thing to whoever compares it as it is and another to whoever resolves it, so
 * it must not be compared with a prefix, or joined to one.
 */
public final class DotSegments {
    private static final int MOST_DOTS = 2;

    private DotSegments() {}

    /**
     * Whether the path of a target has such a segment.
     *
     * @param target path and maybe query, as received
     * @return true if it has
     */
    public static boolean in(String target) {
        int dots = 0;
        boolean only = true; // whether nothing but dots was seen of this segment's name
        boolean parameters = false;
        int at = 0;
        while (at < target.length() && target.charAt(at) != '?') {
            int c = Escapes.decoded(target, at);
            at = Escapes.next(target, at);
            if (c == '/' || c == '\\') {
                if (isDots(only, dots)) {
                    return true;
                }
                dots = 0;
                only = true;
                parameters = false;
            } else if (c == ';') {
                parameters = true;
            } else if (!parameters) {
                dots++;
                only = only && c == '.';
            }
        }
        return isDots(only, dots);
    }

    private static boolean isDots(boolean only, int dots) {
        return only && dots > 0 && dots <= MOST_DOTS;
    }
}
