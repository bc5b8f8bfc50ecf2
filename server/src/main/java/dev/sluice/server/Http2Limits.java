package dev.sluice.server;

import dev.sluice.core.options.Mistakes;

/**
 * What a client is granted on a connection of HTTP/2.
 *
 * @param maxStreams requests of a connection at a time; beyond it they are refused, so that the client sends them again;
 *     default 100
 * @param streamWindow bytes of one request's body that may be on their way and unread (RFC 9113 §5.2), 65 535 or more;
 *     default 64 KiB
 * @param connectionWindow bytes of all bodies of a connection that may be on their way and unread, 65 535 or more, to begin
 *     with: it grows up to 32 times for a client that is far away, while {@link WireOptions#memory} allows it; default 1 MiB
 * @param resets how many streams may be reset in a burst, by the client or for its mistakes; each second grants a tenth of
 *     it again; beyond it the connection ends with ENHANCE_YOUR_CALM; default 200
 * @param glitches how many frames of no use may come in a burst, such as PING, SETTINGS, PRIORITY or empty ones; as with
 *     {@code resets}; default 1 000
 */
public record Http2Limits(int maxStreams, int streamWindow, int connectionWindow, int resets, int glitches) {
    /** The defaults. */
    public static final Http2Limits DEFAULT = new Http2Limits(100, 64 * 1024, 1024 * 1024, 200, 1000);

    private static final int FIRST_WINDOW = 65_535;

    /** Checks the limits; throws all mistakes at once. */
    public Http2Limits {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(maxStreams >= 1, "maxStreams must be 1 or more, is " + maxStreams);
        mistakes.unless(streamWindow >= FIRST_WINDOW, "streamWindow must be 65535 or more, is " + streamWindow);
        mistakes.unless(
                connectionWindow >= FIRST_WINDOW, "connectionWindow must be 65535 or more, is " + connectionWindow);
        mistakes.unless(resets >= 1, "resets must be 1 or more, is " + resets);
        mistakes.unless(glitches >= 1, "glitches must be 1 or more, is " + glitches);
        mistakes.throwIfAny();
    }
}
