package dev.sluice.wire.http2.hpack;

import dev.sluice.core.PreparedName;
import dev.sluice.wire.HeadParser;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A field of a table (RFC 7541 §2.3), held as the line that it is in HTTP/1.1, so that a field that refers to it is one
 * copy; with what was found when it was checked.
 */
final class TableField {
    /** What each field counts beyond its name and value (RFC 7541 §4.1, RFC 9113 §10.5.1). */
    static final int OVERHEAD = 32;

    /** Colon and space, CR and LF. */
    private static final int SEPARATORS = 4;

    private final byte[] line;
    private final int nameLength;
    private final FieldRole role;
    private final boolean sound;
    private final int nameNumber;
    private @Nullable String value;

    /** A field from its line, whose value is sound if a field may have it (RFC 9113 §8.2.1). */
    TableField(byte[] line, int nameLength, FieldRole role, boolean sound) {
        this.line = line;
        this.nameLength = nameLength;
        this.role = role;
        this.sound = sound;
        this.nameNumber = role.isRegular() ? PreparedName.numberOf(line, 0, nameLength) : 0;
    }

    static TableField of(String name, String value) {
        byte[] line = (name + ": " + value + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return new TableField(line, name.length(), FieldRole.of(line, 0, name.length()), true);
    }

    byte[] line() {
        return line;
    }

    int nameLength() {
        return nameLength;
    }

    int valueStart() {
        return nameLength + 2;
    }

    int valueEnd() {
        return line.length - 2;
    }

    FieldRole role() {
        return role;
    }

    boolean sound() {
        return sound;
    }

    /** What is known of its name, for the index of {@code Fields}. */
    int nameNumber() {
        return nameNumber;
    }

    /** Its size by RFC 7541 §4.1. */
    int size() {
        return line.length - SEPARATORS + OVERHEAD;
    }

    /** The value as a text, made once. */
    String value() {
        String text = value;
        if (text == null) {
            text = HeadParser.text(line, valueStart(), valueEnd());
            value = text;
        }
        return text;
    }
}
