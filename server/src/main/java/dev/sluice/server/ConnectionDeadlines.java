package dev.sluice.server;

import dev.sluice.io.Deadlines;
import dev.sluice.io.Deadlines.Deadline;
import dev.sluice.io.PolledSocket.Stall;

/**
 * The deadlines of one connection: one for what is read, one for what is written. The reading one ends the input, so
 * that there can be an answer; the writing one ends everything, since nobody takes an answer.
 */
final class ConnectionDeadlines implements Stall, AutoCloseable {
    private final WireOptions options;
    private final Deadline reading;
    private final Deadline writing;
    private volatile boolean tooSlow;

    ConnectionDeadlines(WireOptions options, ClientSocket socket) {
        this.options = options;
        reading = Deadlines.system().deadline(() -> {
            tooSlow = true;
            socket.shutdownInput();
        });
        writing = Deadlines.system().deadline(socket::cut);
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

    void awaitWrite() {
        writing.set(options.bodyTimeout());
    }

    Deadline reading() {
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
