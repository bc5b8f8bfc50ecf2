package dev.sluice.wire.http2;

import dev.sluice.core.time.Timers.Timer;
import dev.sluice.wire.http2.frame.Frames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Whether the peer answers: settings must be acknowledged in time, and pings. Guarded by the connection's lock. */
final class Liveness {
    private static final byte[] PING = "alive ? ".getBytes(StandardCharsets.US_ASCII);

    private final Outbound outbound;
    private final Timer deadline;
    private final Duration patience;
    private boolean settings;
    private boolean pinged;

    Liveness(Outbound outbound, Timer deadline, Duration patience) {
        this.outbound = outbound;
        this.deadline = deadline;
        this.patience = patience;
    }

    /** Settings were sent. */
    void start() {
        settings = true;
        deadline.set(patience);
    }

    /** Settings were acknowledged. */
    void acknowledged() {
        settings = false;
        rest();
    }

    void ping() {
        if (!pinged) {
            pinged = true;
            Frames.ping(outbound.frames(), false, PING, 0);
            deadline.set(patience);
        }
    }

    /** A ping was answered. */
    void pong(byte[] payload, int offset) {
        if (payload[offset] == PING[0]) {
            pinged = false;
            rest();
        }
    }

    private void rest() {
        if (!settings && !pinged) {
            deadline.clear();
        }
    }

    void close() {
        deadline.close();
    }
}
