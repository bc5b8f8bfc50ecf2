package dev.sluice.server.portable;

import dev.sluice.core.Attributes;
import dev.sluice.core.Body;
import dev.sluice.core.Client;
import dev.sluice.core.Completion;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.Peer;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Response;
import dev.sluice.core.Ticker;
import dev.sluice.core.TransferException;
import dev.sluice.server.rules.Completions;
import dev.sluice.server.rules.HelidonHeaders;
import dev.sluice.server.rules.HostedExchange;
import dev.sluice.server.rules.Refusal;
import dev.sluice.server.rules.RequestRules;
import dev.sluice.wire.MalformedException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * One exchange in a foreign WebServer, by {@code ServerRequest} and {@code ServerResponse} alone, with guards for what
 * Helidon's own HTTP/1.1 connection gets wrong. What its API cannot do is a no-op here: interim responses, tunnels,
 * noticing that a client left.
 */
public final class PortableExchange implements HostedExchange, Client {
    private static final System.Logger LOGGER = System.getLogger(PortableExchange.class.getName());

    private final ServerRequest routed;
    private final ServerResponse response;
    private final Peer peer;
    private final PortableBody body;
    private final List<Completion> completions = new ArrayList<>(4);
    private Request request;
    private boolean refused;
    private boolean ended;

    private PortableExchange(ServerRequest routed, ServerResponse response) {
        this.routed = routed;
        this.response = response;
        this.peer = Peer.of(routed.remotePeer().address(), PortableHead.tls(routed));
        this.body = new PortableBody(routed);
        this.request =
                Request.of(PortableHead.of(routed), body, this, Ticker.system().nanos());
    }

    /** Whether an exchange has begun for this request. */
    public static boolean exists(ServerRequest routed) {
        return routed.context().get(PortableExchange.class).isPresent();
    }

    /** The exchange of a request; it begins if it has not. */
    public static PortableExchange of(ServerRequest routed, ServerResponse response) {
        return routed.context().get(PortableExchange.class).orElseGet(() -> begin(routed, response));
    }

    /** Makes the exchange; one that must not be served is answered here. */
    public static PortableExchange begin(ServerRequest routed, ServerResponse response) {
        PortableExchange exchange = new PortableExchange(routed, response);
        routed.context().register(exchange);
        exchange.check();
        return exchange;
    }

    private void check() {
        RequestHead head = request.head();
        try {
            request = request.withHead(RequestRules.check(head));
        } catch (MalformedException malformed) {
            refused = true;
            send(Refusal.of(malformed.status()));
        }
    }

    /** Whether it has been answered because it must not be served. */
    public boolean refused() {
        return refused;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public void handOn(Attributes attributes) {
        request = request.with(attributes);
    }

    @Override
    public void onEnd(Completion completion) {
        completions.add(completion);
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public void inform(Status status, Fields fields) {
        // Helidon's API has no interim responses; it sends 100 itself when the body is first read
    }

    @Override
    public Registration onGone(Runnable action) {
        return () -> {};
    }

    @Override
    public void send(Response answer) {
        boolean http2 = request.head().version() == RequestHead.Version.HTTP_2;
        boolean asked =
                refused || PortableHead.wantsClose(routed) || answer.fields().hasMember("Connection", "close");
        Outcome outcome = transmit(answer, asked && !http2 ? "close" : "");
        answer.end(outcome);
        end(outcome);
        boolean whole = outcome.ending() == Outcome.Ending.SENT;
        if (!http2 && (asked || !whole || !body.finished())) {
            // the one way to close a connection that Helidon 4.5.0 keeps open, or would parse the rest of a body on
            throw new CloseConnectionException("the exchange has ended the connection");
        }
    }

    private Outcome transmit(Response answer, String connection) {
        PortableResponse sending = new PortableResponse(routed, response);
        try {
            long sent = sending.send(answer, connection);
            return Outcome.sent(answer, body.bytesRead(), sent);
        } catch (TransferException broken) {
            if (!response.isSent() && sending.bytesSent() == 0) {
                response.headers().clear();
                return transmit(Response.failed(broken.failure(), answer.provenance()), connection);
            }
            return Outcome.broken(answer, broken.failure(), body.bytesRead(), sending.bytesSent());
        } catch (IOException | UncheckedIOException left) {
            LOGGER.log(Level.TRACE, "the client left", left);
            Failure gone = new Failure.ClientGone(Failure.Sent.ALL);
            return Outcome.broken(answer, gone, body.bytesRead(), sending.bytesSent());
        }
    }

    private void end(Outcome outcome) {
        if (!ended) {
            ended = true;
            Completions.tell(completions, outcome);
        }
    }

    /** Ends the exchange for its gates if a route beside the proxy has answered, or something threw. */
    public void finish() {
        if (!ended) {
            Status status = response.isSent() ? response.status() : Status.INTERNAL_SERVER_ERROR_500;
            Response foreign = Response.of(status, HelidonHeaders.fields(response.headers()), Body.empty());
            end(Outcome.sent(foreign, body.bytesRead(), response.bytesWritten()));
        }
    }
}
