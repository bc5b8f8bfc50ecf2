package dev.sluice.expression;

/** String literals: {@code "…"} with the escapes {@code \" \\ \n \r \t \}{@code uXXXX}. */
final class Quotes {
    private static final String ESCAPED = "\"\\\n\r\t";
    private static final String LETTERS = "\"\\nrt";

    private Quotes() {}

    static String quote(String value) {
        StringBuilder text = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int escape = ESCAPED.indexOf(c);
            if (escape >= 0) {
                text.append('\\').append(LETTERS.charAt(escape));
            } else if (Character.isISOControl(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }

    /** Appends what the escape at the start of a text stands for: how long it was, or 0 if there is no such escape. */
    static int unescape(String text, int at, StringBuilder value) {
        int letter = at + 1 < text.length() ? LETTERS.indexOf(text.charAt(at + 1)) : -1;
        if (letter >= 0) {
            value.append(ESCAPED.charAt(letter));
            return 2;
        }
        if (!text.startsWith("u", at + 1) || at + 6 > text.length()) {
            return 0;
        }
        int code = hex(text.substring(at + 2, at + 6));
        if (code < 0) {
            return 0;
        }
        value.append((char) code);
        return 6;
    }

    private static int hex(String digits) {
        int code = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code;
    }
}
