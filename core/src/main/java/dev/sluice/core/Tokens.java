package dev.sluice.core;

/** The character class that names of methods and fields are made of (RFC 9110 §5.6.2). */
public final class Tokens {
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) {
            TOKEN[c] = true;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            TOKEN[c] = true;
            TOKEN[c - 32] = true;
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private Tokens() {}

    /**
     * Whether a character may stand in a token.
     *
     * @param c an octet; negative for bytes above 0x7f
     * @return true for tchar
     */
    public static boolean isTokenChar(int c) {
        return c >= 0 && c < 128 && TOKEN[c];
    }

    /**
     * Whether a text is a token.
     *
     * @param text the text
     * @return true for one or more tchar
     */
    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenChar(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
