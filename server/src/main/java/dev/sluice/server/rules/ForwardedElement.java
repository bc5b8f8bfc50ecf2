package dev.sluice.server.rules;

import dev.sluice.core.Fields;
import dev.sluice.core.syntax.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One element of {@code Forwarded} (RFC 7239 §4): what one proxy states about the request that it received.
 *
 * @param node its {@code for}; {@code unknown} if there is none
 * @param asked its {@code proto} and {@code host}
 */
record ForwardedElement(String node, Asked asked) {
    private static final String UNKNOWN = "unknown";
    private static final ForwardedElement MALFORMED = new ForwardedElement(UNKNOWN, Asked.UNSAID);

    /**
     * All elements of a message, that of the first proxy first. They are parsed from the right, so that malformed text
     * of a client, such as a quote that is not closed, does not affect the elements that trusted proxies have appended.
     */
    static List<ForwardedElement> all(Fields fields) {
        List<ForwardedElement> elements = new ArrayList<>(2);
        for (String line : fields.all("Forwarded").reversed()) {
            int end = line.length();
            for (int start = separator(line, ',', end); end > 0; start = separator(line, ',', end)) {
                String text = line.substring(start + 1, end).strip();
                if (!text.isEmpty()) {
                    elements.add(parse(text));
                }
                end = Math.max(start, 0);
            }
        }
        return elements.reversed();
    }

    /** The last separator before an end that is not in a quoted string; -1 if there is none. */
    private static int separator(String text, char separator, int end) {
        boolean quoted = false;
        for (int i = end - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == '"' && !isEscaped(text, i)) {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isEscaped(String text, int quote) {
        int backslashes = 0;
        while (quote > backslashes && text.charAt(quote - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static ForwardedElement parse(String text) {
        String node = UNKNOWN;
        String scheme = null;
        String authority = null;
        int end = text.length();
        while (end > 0) {
            int start = separator(text, ';', end);
            String pair = text.substring(start + 1, end).strip();
            end = Math.max(start, 0);
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String value = equals < 1 ? null : value(pair.substring(equals + 1));
            if (value == null) {
                return MALFORMED;
            }
            switch (pair.substring(0, equals).toLowerCase(Locale.ROOT)) {
                case "for" -> node = isNode(value) ? value : UNKNOWN;
                case "proto" -> scheme = value;
                case "host" -> authority = value;
                default -> {} // "by" and extensions
            }
        }
        return new ForwardedElement(node, Asked.of(scheme, authority, null));
    }

    /** The value of a token or quoted string; null for anything else. */
    private static @Nullable String value(String text) {
        if (Tokens.isToken(text)) {
            return text;
        }
        boolean quoted = text.length() >= 2
                && text.charAt(0) == '"'
                && text.charAt(text.length() - 1) == '"'
                && !isEscaped(text, text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : null;
    }

    /** RFC 7239 §6: an address with or without brackets and port, or an obfuscated identifier. */
    private static boolean isNode(String value) {
        return !value.isEmpty()
                && value.chars().allMatch(c -> c == ':' || c == '[' || c == ']' || Tokens.isTokenChar(c));
    }
}
