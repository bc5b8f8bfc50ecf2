package dev.sluice.server.http2;

import dev.sluice.core.RequestHead;
import dev.sluice.core.peer.Peer;
import dev.sluice.server.accept.ClientSocket;
import dev.sluice.server.exchange.Activity;
import dev.sluice.server.exchange.ExchangeService;
import dev.sluice.server.exchange.UnderWay;
import dev.sluice.server.exchange.WireListener;
import dev.sluice.server.rules.Arrivals;
import dev.sluice.wire.http2.Http2Events;
import dev.sluice.wire.http2.Http2Stream;
import dev.sluice.wire.http2.Multiplexer;
import dev.sluice.wire.http2.frame.ErrorCode;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.Status;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A client's HTTP/2 connection (RFC 9113): its thread reads frames, and each request is served on a virtual thread of its
 * own. The connection has ended when the last of these has.
 */
public final class Http2Connection implements ServerConnection, Http2Events, Activity, StreamLink {
    private final WireListener host;
    private final ExchangeService service;
    private final Arrivals arrivals;
    private final ClientSocket socket;
    private final Multiplexer streams;
    /** Those who serve, and the connection's own thread. */
    private final Phaser serving = new Phaser(1);

    private final AtomicInteger tunnels = new AtomicInteger();
    private volatile Limit limit = FixedLimit.create();

    /**
     * A connection that has been accepted, and that has chosen HTTP/2.
     *
     * @param host what it shares with others
     * @param socket the client's bytes
     * @param peer the client
     * @param service what answers its requests
     */
    public Http2Connection(WireListener host, ClientSocket socket, Peer peer, ExchangeService service) {
        this.host = host;
        this.service = service;
        this.arrivals = host.arrivals(peer);
        this.socket = socket;
        this.streams =
                Multiplexer.server(new SharedSocket(socket, host.time().timers()), host.http2(), host.parts(), this);
    }

    @Override
    public void handle(Limit limitOfListener) {
        limit = limitOfListener;
        host.begun(this);
        try {
            if (host.draining()) {
                streams.drain();
            }
            streams.run();
        } finally {
            serving.arriveAndAwaitAdvance();
            host.ended(this);
            socket.close();
        }
    }

    @Override
    public void request(Http2Stream stream, RequestHead head) {
        start(stream, served -> served.serve(head, limit));
    }

    @Override
    public void refused(Http2Stream stream, RequestHead head, Status status) {
        start(stream, served -> served.refuse(head, status));
    }

    private void start(Http2Stream stream, Consumer<ServedStream> work) {
        long receivedAt = host.time().ticker().nanos();
        serving.register();
        host.time().timers().startThread("sluice-stream", () -> {
            try {
                run(new ServedStream(this, stream, receivedAt), work);
            } finally {
                serving.arriveAndDeregister();
            }
        });
    }

    private static void run(ServedStream stream, Consumer<ServedStream> work) {
        try {
            work.accept(stream);
        } finally {
            stream.release();
        }
    }

    @Override
    public WireListener host() {
        return host;
    }

    @Override
    public ExchangeService service() {
        return service;
    }

    @Override
    public Arrivals arrivals() {
        return arrivals;
    }

    @Override
    public void tunnelBegins() {
        tunnels.incrementAndGet();
    }

    @Override
    public void tunnelEnds() {
        tunnels.decrementAndGet();
    }

    @Override
    public UnderWay underWay() {
        int tunnelling = tunnels.get();
        return new UnderWay(Math.max(0, serving.getRegisteredParties() - 1 - tunnelling), tunnelling);
    }

    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    /** The server stops: requests that are on their way are still answered (RFC 9113 §6.8). */
    @Override
    public void close(boolean interrupt) {
        if (interrupt) {
            streams.close(ErrorCode.NO_ERROR);
        } else {
            streams.drain();
        }
    }
}
