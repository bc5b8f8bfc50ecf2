package dev.sluice.server.http1;

import dev.sluice.core.Timers.Timer;
import dev.sluice.io.PolledSocket.Stall;
import dev.sluice.server.accept.ClientSocket;
import dev.sluice.server.exchange.ClientLimits;
import dev.sluice.server.exchange.LeastRate;
import dev.sluice.server.rules.HostTime;

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
    private final LeastRate requests;
    private final LeastRate responses;
    private volatile boolean tooSlow;
    private volatile boolean takesTooSlowly;
    /** In a tunnel either side may say little for hours. */
    private boolean tunnel;

    ConnectionDeadlines(ClientLimits limits, HostTime time, ClientSocket socket) {
        this.limits = limits;
        requests = new LeastRate(time.ticker(), limits.minRequestRate(), limits.rateWindow(), limits.bodyTimeout());
        responses = new LeastRate(time.ticker(), limits.minResponseRate(), limits.rateWindow(), limits.bodyTimeout());
        reading = time.timers().deadline(() -> readingPassed(socket));
        writing = time.timers().deadline(() -> writingPassed(socket));
    }

    private void writingPassed(ClientSocket socket) {
        takesTooSlowly = true;
        socket.cut();
    }

    private void readingPassed(ClientSocket socket) {
        if (!socket.readMayWrite()) {
            tooSlow = true;
            socket.shutdownInput();
        } else if (tooSlow) {
            socket.cut();
        } else {
            tooSlow = true;
            reading.set(limits.bodyTimeout()); // set before the reader can wake up and clear it
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

    /** A request begins, and with it the rates of both directions. */
    void beginExchange() {
        requests.restart();
        responses.restart();
    }

    /** A tunnel begins: no rates hold any more. */
    void beginTunnel() {
        tunnel = true;
    }

    /** A read of a request's body begins to wait. */
    void awaitBody(boolean measured) {
        reading.set(measured ? requests.begins() : limits.bodyTimeout());
    }

    /** A read of a request's body has waited. */
    void bodyCame(boolean measured) {
        reading.clear();
        if (measured) {
            requests.ends();
        }
    }

    /** Counts bytes of a request's body that were read. */
    void bodyMoved(int bytes) {
        requests.moved(bytes);
    }

    /** Counts bytes of a response, or of a tunnel, that were written. */
    void wrote(int bytes) {
        responses.moved(bytes);
    }

    void awaitWrite() {
        writing.set(limits.bodyTimeout());
    }

    Timer reading() {
        return reading;
    }

    @Override
    public void begins() {
        writing.set(tunnel ? limits.bodyTimeout() : responses.begins());
    }

    @Override
    public void ends() {
        writing.clear();
        responses.ends();
    }

    /** Whether a write was ended by its deadline. */
    boolean takesTooSlowly() {
        return takesTooSlowly;
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
