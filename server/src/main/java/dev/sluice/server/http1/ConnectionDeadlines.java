package dev.sluice.server.http1;

import dev.sluice.core.Timers;
import dev.sluice.core.Timers.Timer;
import dev.sluice.io.PolledSocket.Stall;
import dev.sluice.server.accept.ClientSocket;

/**
 * The deadlines of one connection: one for what is read, one for what is written. The reading one ends the input, so
 * that there can be an answer; the writing one ends everything, since nobody takes an answer. A read of TLS that goes on
 * although its input has ended is one that writes what the client does not take, such as an answer to its KeyUpdates
 * (RFC 8446 §4.6.3): it gets the time of a write, too, and then everything ends.
 */
final class ConnectionDeadlines implements Stall, AutoCloseable {
    private final ClientLimits limits;
    private final Timer reading;
    private final Timer writing;
    private volatile boolean tooSlow;

    ConnectionDeadlines(ClientLimits limits, Timers timers, ClientSocket socket) {
        this.limits = limits;
        reading = timers.deadline(() -> readingPassed(socket));
        writing = timers.deadline(socket::cut);
    }

    private void readingPassed(ClientSocket socket) {
        if (!socket.readMayWrite()) {
            tooSlow = true;
            socket.shutdownInput();
        } else if (tooSlow) {
            socket.cut();
        } else {
            tooSlow = true;
            awaitBody(); // set before the reader can wake up and clear it
            socket.shutdownInput();
        }
    }

    void awaitIdle() {
        reading.set(limits.idleTimeout());
    }

    /** The server stops: whatever comes now is the last request. */
    void awaitLastRequest() {
        if (limits.lastRequest().isPositive()) {
            reading.set(limits.lastRequest());
        }
    }

    void awaitHead() {
        reading.set(limits.headTimeout());
    }

    void awaitBody() {
        reading.set(limits.bodyTimeout());
    }

    void awaitWrite() {
        writing.set(limits.bodyTimeout());
    }

    Timer reading() {
        return reading;
    }

    @Override
    public void begins() {
        awaitWrite();
    }

    @Override
    public void ends() {
        writing.clear();
    }

    /** Whether a read was ended by its deadline. */
    boolean tooSlow() {
        return tooSlow;
    }

    @Override
    public void close() {
        reading.close();
        writing.close();
    }
}
