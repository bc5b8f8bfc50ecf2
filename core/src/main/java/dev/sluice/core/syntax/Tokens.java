package dev.sluice.core.syntax;

/** What names of methods and fields are made of (RFC 9110 §5.6.2), and numbers (§5.6). */
public final class Tokens {
    /** Digits of the longest number: all of so many fit a long. */
    public static final int LONGEST_NUMBER = 18;

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

    /**
     * A text as a number, such as a length or a number of seconds.
     *
     * @param text the text
     * @param most how many digits it may have, at most {@link #LONGEST_NUMBER}
     * @return the number, if the text is digits and nothing else; otherwise -1
     */
    public static long number(String text, int most) {
        if (text.isEmpty() || text.length() > most) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
