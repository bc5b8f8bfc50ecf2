package dev.sluice.server;

import dev.sluice.wire.Deadlines;
import dev.sluice.wire.Deadlines.Deadline;

/**
 * The deadlines of one connection: one for what is read, one for what is written, one to begin watching for the client
 * to leave.
 */
final class ConnectionDeadlines implements AutoCloseable {
    private final WireOptions options;
    private final Deadline reading;
    private final Deadline writing;
    private final Deadline watching;
    private volatile boolean tooSlow;

    ConnectionDeadlines(WireOptions options, ClientSocket socket, Runnable watch) {
        this.options = options;
        reading = Deadlines.system().deadline(() -> {
            tooSlow = true;
            socket.shutdownInput();
        });
        writing = Deadlines.system().deadline(socket::close);
        watching = Deadlines.system().deadline(watch);
    }

    void awaitIdle() {
        reading.set(options.idleTimeout());
    }

    void awaitHead() {
        reading.set(options.headTimeout());
    }

    void awaitBody() {
        reading.set(options.bodyTimeout());
    }

    void awaitTunnel() {
        reading.set(options.tunnelIdleTimeout());
    }

    void awaitLinger() {
        reading.set(options.lingerTimeout());
    }

    void awaitWrite() {
        writing.set(options.bodyTimeout());
    }

    Deadline reading() {
        return reading;
    }

    Deadline writing() {
        return writing;
    }

    Deadline watching() {
        return watching;
    }

    /** Whether a read was ended by its deadline. */
    boolean tooSlow() {
        return tooSlow;
    }

    @Override
    public void close() {
        reading.close();
        writing.close();
        watching.close();
    }
}
