package dev.sluice.observe.journal;

/** ShownText of others: of a bounded length, and without what would steer a terminal. */
final class ShownText {
    private static final int DELETE = 0x7f;
    private static final int LAST_CONTROL = 0x9f;

    private ShownText() {}

    /** The beginning of a text, and three dots if that is not all. */
    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }

    /** The same, with a question mark for each control character. */
    static String shown(String text, int length) {
        String cut = cut(text, length);
        StringBuilder shown = null;
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            if (c < ' ' || (c >= DELETE && c <= LAST_CONTROL)) {
                shown = shown == null ? new StringBuilder(cut) : shown;
                shown.setCharAt(i, '?');
            }
        }
        return shown == null ? cut : shown.toString();
    }
}
