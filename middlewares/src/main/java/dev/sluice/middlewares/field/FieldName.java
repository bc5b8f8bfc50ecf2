package dev.sluice.middlewares.field;

import dev.sluice.core.Fields;

/**
 * The name of a field that is guarded or edited. A field line has this name in any case, and also if it differs only in
 * underscores and hyphens: CGI (RFC 3875 §4.1.18) and what is built on it read {@code X_User} as {@code X-User}, so a
 * client could evade an edit that saw only one of them by sending the other. Immutable.
 *
 * @param text as a program writes it
 * @param hyphenated the same with hyphens in place of underscores
 */
public record FieldName(String text, String hyphenated) {
    /**
     * A name.
     *
     * @param text a token
     * @return the name
     */
    public static FieldName of(String text) {
        return new FieldName(text, text.replace('_', '-'));
    }

    /**
     * Whether a field line has this name.
     *
     * @param fields of a message
     * @param i which line
     * @return true in any spelling
     */
    public boolean isNameOf(Fields fields, int i) {
        return fields.looksLike(i, hyphenated);
    }

    /**
     * How many lines have this name.
     *
     * @param fields of a message
     * @return lines in any spelling
     */
    public int lines(Fields fields) {
        int count = 0;
        for (int i = 0; i < fields.size(); i++) {
            count += isNameOf(fields, i) ? 1 : 0;
        }
        return count;
    }

    /**
     * Removes all lines of this name.
     *
     * @param fields of a message
     * @return a copy without them, or the same if there is none
     */
    public Fields removedFrom(Fields fields) {
        return lines(fields) == 0
                ? fields
                : fields.toBuilder().removeIf(this::isNameOf).build();
    }

    /**
     * Puts one line in place of all of this name.
     *
     * @param fields of a message
     * @param value of the line
     * @return a copy with it
     */
    public Fields setIn(Fields fields, String value) {
        return fields.toBuilder().removeIf(this::isNameOf).add(text, value).build();
    }
}
