package dev.sluice.server.http1;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Response;
import dev.sluice.core.Tunnel;
import dev.sluice.core.peer.Peer;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.server.accept.ClientSocket;
import dev.sluice.server.exchange.Activity;
import dev.sluice.server.exchange.ExchangeService;
import dev.sluice.server.exchange.TunnelPump;
import dev.sluice.server.exchange.UnderWay;
import dev.sluice.server.exchange.WireExchange;
import dev.sluice.server.exchange.WireListener;
import dev.sluice.server.rules.Arrivals;
import dev.sluice.server.rules.HostTime;
import dev.sluice.server.rules.Refusal;
import dev.sluice.server.rules.RequestRules;
import dev.sluice.wire.Framing;
import dev.sluice.wire.HeadReader;
import dev.sluice.wire.MalformedException;
import dev.sluice.wire.WireBody;
import dev.sluice.wire.WireInput;
import dev.sluice.wire.WireOutput;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.concurrency.limits.LimitAlgorithm;
import io.helidon.http.Status;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: one request after another on one virtual thread. Everything that a request may not be is
 * refused here, before any filter or handler sees it.
 */
public final class WireConnection implements ServerConnection, WireOutput.Sink, Link, Activity {
    private static final System.Logger LOGGER = System.getLogger(WireConnection.class.getName());

    private static final byte[] HTTP2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** In place of a head that could not be read. */
    private static final RequestHead NOT_RECEIVED = new RequestHead("", "", Fields.EMPTY);

    private final WireListener host;
    private final ExchangeService service;
    private final Arrivals arrivals;
    private final ClientSocket socket;
    private final CountedInput counted;
    private final WatchedSource source;
    private final WireInput input;
    private final WireOutput output;
    private final HeadReader heads;
    private final ConnectionDeadlines deadlines;
    private final ClientWatch watch;
    private final ClientFaults faults;
    /** The right to read a body. */
    private final Lock reading = new ReentrantLock();
    /** That of all requests without one. */
    private final WireBody none;

    private final Optional<Supplier<ServerConnection>> http2;
    private volatile @Nullable ServerConnection successor;
    private volatile boolean serving;
    private volatile boolean tunnelling;
    private volatile boolean draining;
    private volatile boolean idle;
    private @Nullable RequestBody latest;
    private boolean cut;

    /**
     * A connection that has been accepted.
     *
     * @param host what it shares with others
     * @param socket the client's bytes
     * @param peer the client
     * @param service what answers its requests
     * @param http2 makes what goes on with the socket if the client's first bytes are the preface of HTTP/2
     */
    public WireConnection(
            WireListener host,
            ClientSocket socket,
            Peer peer,
            ExchangeService service,
            Optional<Supplier<ServerConnection>> http2) {
        this.host = host;
        this.http2 = http2;
        this.service = service;
        this.arrivals = host.arrivals(peer);
        this.socket = socket;
        this.source = new WatchedSource(socket);
        this.counted = new CountedInput(source, host.memory());
        this.input = new WireInput(counted, host.buffers());
        this.output = new WireOutput(this, host.buffers());
        this.heads = new HeadReader(input, host.limits().heads());
        this.deadlines = new ConnectionDeadlines(host.limits(), host.time(), socket);
        this.watch = new ClientWatch(source, deadlines::tooSlow, host.time().timers());
        this.faults = new ClientFaults(deadlines::tooSlow, host::slowRequest);
        this.none = body(Framing.NONE);
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        host.begun(this);
        try {
            deadlines.awaitHead();
            if (http2.isPresent() && isHttp2()) {
                goOn(http2.get().get(), limit);
            } else {
                serve(limit);
            }
        } finally {
            host.ended(this);
            counted.release();
            output.release();
            watch.close();
            deadlines.awaitWrite();
            socket.close();
            deadlines.close();
        }
    }

    private void serve(Limit limit) {
        while (next(limit)) {
            counted.release();
            deadlines.awaitIdle();
        }
        counted.release();
        linger();
    }

    /** Whether the client's first bytes are the preface of HTTP/2 (RFC 9113 §3.4). They stay in the input. */
    private boolean isHttp2() {
        boolean more = awaitRequest();
        try {
            while (more && input.begins(HTTP2_PREFACE)) {
                if (input.available() >= HTTP2_PREFACE.length) {
                    return true;
                }
                more = input.fill(host.limits().heads().head());
            }
        } catch (IOException left) {
            LOGGER.log(Level.TRACE, "the client left before it had said what it speaks", left);
        }
        return false;
    }

    /** Hands the socket on, with the bytes that were read. */
    private void goOn(ServerConnection next, Limit limit) throws InterruptedException {
        deadlines.reading().clear();
        byte[] read = new byte[input.available()];
        try {
            input.read(read, 0, read.length);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // they are in the buffer
        }
        socket.unread(read);
        successor = next;
        if (draining) { // close() may have come before
            next.close(false);
        }
        next.handle(limit);
    }

    /** Serves one request; false if there is none, or none may follow. */
    private boolean next(Limit limit) {
        if (!awaitRequest()) {
            cut = !draining(); // else an answer may still be on its way
            return false;
        }
        deadlines.awaitHead();
        long receivedAt = host.time().ticker().nanos();
        RequestHead head = NOT_RECEIVED;
        try {
            counted.beginHead();
            Optional<RequestHead> received = heads.readRequest();
            counted.endHead();
            deadlines.reading().clear();
            if (received.isEmpty()) {
                cut = !deadlines.tooSlow();
                return cut ? false : refuse(head, Status.REQUEST_TIMEOUT_408, receivedAt);
            }
            head = received.get();
            return serve(limit, RequestRules.check(head), receivedAt);
        } catch (MalformedException malformed) {
            deadlines.reading().clear();
            return refuse(head, deadlines.tooSlow() ? Status.REQUEST_TIMEOUT_408 : malformed.status(), receivedAt);
        } catch (IOException left) {
            cut = true; // TLS cannot answer any more when its input was cut off
            return false;
        }
    }

    private boolean awaitRequest() {
        if (input.available() > 0) {
            return true;
        }
        idle = true;
        try {
            if (draining()) {
                deadlines.awaitLastRequest();
            }
            return (!draining() || host.limits().lastRequest().isPositive())
                    && input.fill(host.limits().heads().head());
        } catch (IOException left) {
            return false;
        } finally {
            idle = false;
        }
    }

    private boolean serve(Limit limit, RequestHead head, long receivedAt) {
        Framing framing = Framing.ofRequest(head);
        long maxBody = host.limits().maxBody();
        if (framing instanceof Framing.Length length && maxBody >= 0 && length.bytes() > maxBody) {
            return refuse(head, Status.REQUEST_ENTITY_TOO_LARGE_413, receivedAt);
        }
        if (!(limit.tryAcquireOutcome(true) instanceof LimitAlgorithm.Outcome.Accepted accepted)) {
            return refuse(head, Status.SERVICE_UNAVAILABLE_503, receivedAt);
        }
        deadlines.beginExchange();
        RequestBody body = body(framing, maxBody);
        ResponseWriter writer = new ResponseWriter(this, head, body);
        try {
            route(new WireExchange(writer, head, body, receivedAt));
            return writer.persistent() && !cut && body.finishWithoutWaiting();
        } finally {
            accepted.token().success();
        }
    }

    private RequestBody body(Framing framing, long limit) {
        RequestBody body =
                new RequestBody(framing instanceof Framing.None ? none : body(framing), deadlines, reading, limit);
        latest = body;
        return body;
    }

    private WireBody body(Framing framing) {
        return WireBody.of(framing, input, host.limits().heads(), faults, () -> {});
    }

    private void route(WireExchange exchange) {
        watch.begin(exchange.leaving());
        serving = true;
        try {
            service.serve(exchange);
        } catch (RuntimeException | Error bug) {
            exchange.fail(bug);
        } finally {
            watch.end();
            exchange.settle();
            serving = false;
        }
    }

    /** Answers what cannot be served, tells the gates that keep records, and lets the connection end. */
    private boolean refuse(RequestHead head, Status status, long receivedAt) {
        RequestBody body = body(Framing.NONE, -1);
        WireExchange exchange = new WireExchange(new ResponseWriter(this, head, body), head, body, receivedAt);
        exchange.last();
        exchange.state().onEnd(outcome -> host.refused(exchange.request(), outcome));
        exchange.send(Refusal.of(status));
        return false;
    }

    /** Reads on for a while, so that the last answer is not lost to a reset (RFC 9112 §9.6). */
    private void linger() {
        RequestBody body = latest;
        if (cut || body == null || !socket.shutdownOutput()) {
            return;
        }
        try (Timer patience = host.time().timers().deadline(socket::cut)) {
            patience.set(host.limits().lingerTimeout());
            body.linger(input);
        } catch (IOException left) {
            LOGGER.log(Level.TRACE, "the client did not wait for the end", left);
        }
    }

    @Override
    public boolean tunnelFits() {
        return counted.hold(TunnelPump.MEMORY);
    }

    @Override
    public Outcome tunnel(Response response, Tunnel tunnel) {
        watch.end();
        tunnelling = true;
        deadlines.beginTunnel();
        return new TunnelPump(this, tunnel, host.time().timers(), host.limits().tunnelIdleTimeout()).run(response);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return input.read(buffer, offset, length);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        socket.write(buffer, offset, length, deadlines);
        deadlines.wrote(length);
    }

    @Override
    public Failure failedWrite() {
        if (!deadlines.takesTooSlowly()) {
            return new Failure.ClientGone(Failure.Sent.ALL);
        }
        host.slowResponse();
        return new Failure.ClientBroken(Status.REQUEST_TIMEOUT_408, "the client took the response too slowly");
    }

    @Override
    public void halfClose() {
        socket.shutdownOutput();
    }

    @Override
    public void abort() {
        cut = true;
        socket.cut();
    }

    @Override
    public void reset() {
        cut = true;
        socket.reset();
    }

    @Override
    public boolean draining() {
        return draining || host.draining();
    }

    @Override
    public boolean drainIsOver() {
        return host.drainIsOver();
    }

    @Override
    public int held() {
        return input.available() + source.held();
    }

    @Override
    public Arrivals arrivals() {
        return arrivals;
    }

    @Override
    public HostTime time() {
        return host.time();
    }

    @Override
    public ErrorRenderer errors() {
        return host.errors();
    }

    @Override
    public WireOutput output() {
        return output;
    }

    @Override
    public UnderWay underWay() {
        return new UnderWay(serving && !tunnelling ? 1 : 0, tunnelling ? 1 : 0);
    }

    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    /**
     * The server stops. A request may be on its way to an idle connection, whose client could not know: it gets an answer
     * that says {@code Connection: close}, if it comes soon (RFC 9112 §9.6).
     */
    @Override
    public void close(boolean interrupt) {
        draining = true;
        ServerConnection next = successor;
        if (next != null) {
            next.close(interrupt);
            return;
        }
        Duration patience = host.limits().lastRequest();
        if (interrupt || (idle && !patience.isPositive())) {
            socket.cut();
        } else if (idle) {
            Timer[] last = new Timer[1];
            last[0] = host.time().timers().deadline(() -> {
                last[0].close();
                cutIfIdle();
            });
            last[0].set(patience);
        }
    }

    private void cutIfIdle() {
        if (idle) {
            socket.cut();
        }
    }
}
