package dev.sluice.server.http1;

import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.io.PolledSocket.Stall;
import dev.sluice.server.accept.ClientSocket;
import dev.sluice.server.exchange.ClientLimits;
import dev.sluice.server.exchange.LeastRate;
import dev.sluice.server.rules.HostTime;
import org.jspecify.annotations.Nullable;

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
    private final Ticker ticker;
    /**
     * Made when the exchange first waits for bytes of the client's: most never do. A reader of the body before may still look
     * at it when the next exchange begins, so whoever uses it takes hold of it first.
     */
    private @Nullable LeastRate requests;
    /** Made when the exchange first waits for the client to take bytes. */
    private @Nullable LeastRate responses;

    private volatile boolean tooSlow;
    private volatile boolean takesTooSlowly;
    /** In a tunnel either side may say little for hours. */
    private boolean tunnel;

    ConnectionDeadlines(ClientLimits limits, HostTime time, ClientSocket socket) {
        this.limits = limits;
        ticker = time.ticker();
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
        requests = null;
        responses = null;
    }

    private LeastRate orNew(@Nullable LeastRate known, long bytesPerSecond) {
        return known == null ? new LeastRate(ticker, bytesPerSecond, limits.rateWindow(), limits.bodyTimeout()) : known;
    }

    private static void ends(@Nullable LeastRate rate) {
        if (rate != null) {
            rate.ends();
        }
    }

    /** What never waited has its whole credit. */
    private static void moved(@Nullable LeastRate rate, int bytes) {
        if (rate != null) {
            rate.moved(bytes);
        }
    }

    /** A tunnel begins: no rates hold any more. */
    void beginTunnel() {
        tunnel = true;
    }

    /** A read of a request's body begins to wait. */
    void awaitBody(boolean measured) {
        if (measured) {
            LeastRate rate = orNew(requests, limits.minRequestRate());
            requests = rate;
            reading.set(rate.begins());
        } else {
            reading.set(limits.bodyTimeout());
        }
    }

    /** A read of a request's body has waited. */
    void bodyCame(boolean measured) {
        reading.clear();
        if (measured) {
            ends(requests);
        }
    }

    /** Counts bytes of a request's body that were read. */
    void bodyMoved(int bytes) {
        moved(requests, bytes);
    }

    /** Counts bytes of a response, or of a tunnel, that were written. */
    void wrote(int bytes) {
        moved(responses, bytes);
    }

    void awaitWrite() {
        writing.set(limits.bodyTimeout());
    }

    Timer reading() {
        return reading;
    }

    @Override
    public void begins() {
        if (tunnel) {
            awaitWrite();
        } else {
            LeastRate rate = orNew(responses, limits.minResponseRate());
            responses = rate;
            writing.set(rate.begins());
        }
    }

    @Override
    public void ends() {
        writing.clear();
        ends(responses);
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
