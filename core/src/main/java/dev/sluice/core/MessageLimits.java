package dev.sluice.core;

/**
 * How long the parts of a message may be before it is refused.
 *
 * @param line bytes of a request or status line, 414 for a client; default 8 KiB
 * @param head bytes of a whole head, 431 for a client; default 32 KiB
 * @param fields field lines of a head, 431 for a client; default 200
 * @param trailers bytes of a trailer section, 400 for a client; default 8 KiB
 */
public record MessageLimits(int line, int head, int fields, int trailers) {
    /** The defaults. */
    public static final MessageLimits DEFAULT = new MessageLimits(8 * 1024, 32 * 1024, 200, 8 * 1024);

    /** Checks the limits. */
    public MessageLimits {
        require(line >= 64, "line", line);
        require(head >= line, "head", head);
        require(fields >= 1, "fields", fields);
        require(trailers >= 0, "trailers", trailers);
    }

    private static void require(boolean holds, String option, int value) {
        if (!holds) {
            throw new IllegalArgumentException("limit '" + option + "' is too small: " + value);
        }
    }
}
