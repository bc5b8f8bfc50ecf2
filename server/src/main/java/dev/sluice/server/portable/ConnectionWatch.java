package dev.sluice.server.portable;

import dev.sluice.core.time.Timers;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.server.rules.Leaving;
import io.helidon.common.socket.HelidonSocket;
import java.time.Duration;

/**
 * Detects that a client has closed its HTTP/2 connection while an exchange on it waits. Helidon's thread for the
 * connection closes it then, but does not notify the streams on it.
 */
final class ConnectionWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(100);

    private final HelidonSocket socket;
    private final Leaving leaving;
    private final Timer next;

    ConnectionWatch(HelidonSocket socket, Leaving leaving, Timers timers) {
        this.next = timers.deadline(this::look);
        this.socket = socket;
        this.leaving = leaving;
        next.set(EVERY);
    }

    private void look() {
        if (socket.isConnected()) {
            next.set(EVERY);
        } else {
            leaving.left();
        }
    }

    /** Whether the connection is closed. */
    boolean closed() {
        return !socket.isConnected();
    }

    @Override
    public void close() {
        next.close();
    }
}
