package dev.sluice.cli.top;

import dev.sluice.cli.top.Key.Kind;
import java.io.IOException;

/** Reads what a terminal sends for keys: characters, and sequences that begin with an escape (ECMA-48, xterm). */
final class Keys {
    /** What comes later than this after an escape belongs to another key. */
    private static final long SEQUENCE_MILLIS = 50;

    private static final int ESCAPE = 0x1b;
    private static final int LONGEST = 8;

    private final Source source;

    Keys(Source source) {
        this.source = source;
    }

    /** Characters of a terminal. */
    @FunctionalInterface
    interface Source {
        /**
         * The next.
         *
         * @return -1 if there is none any more, -2 if none came in time
         */
        int read(long millis) throws IOException;
    }

    /** The next key; none after so long. */
    Key next(long millis) throws IOException {
        int first = source.read(millis);
        return switch (first) {
            case -1 -> Key.of(Kind.GONE);
            case -2 -> Key.of(Kind.NONE);
            case ESCAPE -> Key.of(sequence());
            case '\t' -> Key.of(Kind.TAB);
            case '\r', '\n' -> Key.of(Kind.ENTER);
            case 0x7f, '\b' -> Key.of(Kind.BACKSPACE);
            default -> character(first);
        };
    }

    private Key character(int first) throws IOException {
        if (Character.isISOControl(first)) {
            return Key.of(Kind.NONE);
        } else if (!Character.isHighSurrogate((char) first)) {
            return new Key(Kind.CHARACTER, first);
        }
        int second = source.read(SEQUENCE_MILLIS);
        return second >= 0 && Character.isLowSurrogate((char) second)
                ? new Key(Kind.CHARACTER, Character.toCodePoint((char) first, (char) second))
                : Key.of(Kind.NONE);
    }

    private Kind sequence() throws IOException {
        int second = source.read(SEQUENCE_MILLIS);
        if (second < 0) {
            return Kind.ESCAPE;
        } else if (second != '[' && second != 'O') {
            return Kind.NONE;
        }
        StringBuilder rest = new StringBuilder();
        for (int next = source.read(SEQUENCE_MILLIS); next >= 0; next = source.read(SEQUENCE_MILLIS)) {
            rest.append((char) next);
            if ((next >= '@' && next <= '~') || rest.length() == LONGEST) {
                break;
            }
        }
        return switch (rest.toString()) {
            case "A" -> Kind.UP;
            case "B" -> Kind.DOWN;
            case "5~" -> Kind.PAGE_UP;
            case "6~" -> Kind.PAGE_DOWN;
            case "H", "1~", "7~" -> Kind.HOME;
            case "F", "4~", "8~" -> Kind.END;
            case "Z" -> Kind.BACK_TAB;
            default -> Kind.NONE;
        };
    }
}
