package dev.sluice.wire.http2;

import dev.sluice.core.MessageLimits;
import java.time.Duration;

/**
 * What a connection grants its peer, and how long it waits.
 *
 * @param heads of the fields of each message, decoded; each field counts 32 bytes more than its name and value (RFC 9113
 *     §6.5.2)
 * @param maxStreams streams that the peer may have open at a time; 0 for an upstream
 * @param streamWindow bytes of a stream that may be on their way and unread; 65 535 at least
 * @param connectionWindow bytes of all streams that may be on their way and unread; 65 535 at least
 * @param creditOnArrival whether the connection's window is credited when bytes arrive and not when they are read: so that
 *     one slow reader does not stop the others, at the price of more memory
 * @param headTimeout from the first to the last frame of a head, and for the acknowledgement of settings
 * @param writeTimeout how long the connection may take no byte at all before it is cut
 * @param idleTimeout how long a client's connection may have no stream before it is sent away; zero for ever
 * @param resets how many streams may be reset, by either side, in a burst; each second grants a tenth of it again
 * @param glitches how many frames of no use may come in a burst; each second grants a tenth of it again
 */
public record Http2Options(
        MessageLimits heads,
        int maxStreams,
        int streamWindow,
        int connectionWindow,
        boolean creditOnArrival,
        Duration headTimeout,
        Duration writeTimeout,
        Duration idleTimeout,
        int resets,
        int glitches) {
    /** The window that each stream and connection begins with (RFC 9113 §6.9.2). */
    public static final int FIRST_WINDOW = 65_535;

    /** Checks the values. */
    public Http2Options {
        if (streamWindow < FIRST_WINDOW || connectionWindow < FIRST_WINDOW) {
            throw new IllegalArgumentException("a window is smaller than " + FIRST_WINDOW + " bytes");
        }
    }
}
