package dev.sluice.middlewares.trace;

import java.util.Locale;
import java.util.Set;

/**
 * Hides the values of parameters in URLs, by their names: {@code ?token=x} is shown as {@code ?token=[redacted]}. Sees
 * queries and fragments, and queries within values that nobody encoded; names in any case and percent-encoded.
 *
 * @param names in lower case
 */
public record UrlSecrets(Set<String> names) {
    private static final String REDACTED = "[redacted]";
    private static final int HEX = 16;

    /**
     * Replaces the values of secret parameters in a URL.
     *
     * @param url or a part of one that begins before the question mark
     * @return the same text if there is nothing to hide
     */
    public String hidden(String url) {
        int at = next(url, 0, "?#");
        if (at == url.length()) {
            return url;
        }
        StringBuilder shown = new StringBuilder(url.length()).append(url, 0, at);
        while (at < url.length()) {
            int name = at + 1;
            int end = next(url, name, "?#&;");
            int equals = url.indexOf('=', name);
            if (equals >= 0 && equals < end && isSecret(url.substring(name, equals))) {
                shown.append(url, at, equals + 1).append(REDACTED);
            } else {
                shown.append(url, at, end);
            }
            at = end;
        }
        return shown.toString();
    }

    private static int next(String url, int from, String separators) {
        int at = from;
        while (at < url.length() && separators.indexOf(url.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private boolean isSecret(String name) {
        return names.contains(decoded(name).toLowerCase(Locale.ROOT));
    }

    private static String decoded(String name) {
        if (name.indexOf('%') < 0) {
            return name;
        }
        StringBuilder text = new StringBuilder(name.length());
        int at = 0;
        while (at < name.length()) {
            boolean encoded = name.charAt(at) == '%'
                    && at + 2 < name.length()
                    && Character.digit(name.charAt(at + 1), HEX) >= 0
                    && Character.digit(name.charAt(at + 2), HEX) >= 0;
            text.append(encoded ? (char) Integer.parseInt(name, at + 1, at + 3, HEX) : name.charAt(at));
            at += encoded ? 3 : 1;
        }
        return text.toString();
    }
}
