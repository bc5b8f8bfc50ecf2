package dev.sluice.server.http1;

import dev.sluice.io.Deadlines;
import dev.sluice.io.Deadlines.Deadline;
import dev.sluice.io.PolledSocket.Stall;
import dev.sluice.server.accept.ClientSocket;

/**
 * The deadlines of one connection: one for what is read, one for what is written. The reading one ends the input, so
 * that there can be an answer; the writing one ends everything, since nobody takes an answer.
 */
final class ConnectionDeadlines implements Stall, AutoCloseable {
    private final ClientLimits limits;
    private final Deadline reading;
    private final Deadline writing;
    private volatile boolean tooSlow;

    ConnectionDeadlines(ClientLimits limits, ClientSocket socket) {
        this.limits = limits;
        reading = Deadlines.system().deadline(() -> {
            tooSlow = true;
            socket.shutdownInput();
        });
        writing = Deadlines.system().deadline(socket::cut);
    }

    void awaitIdle() {
        reading.set(limits.idleTimeout());
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
