package dev.sluice.server.portable;

import dev.sluice.core.Body;
import dev.sluice.core.Client;
import dev.sluice.core.Failure;
import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import dev.sluice.core.peer.Trust;
import dev.sluice.server.rules.Arrivals;
import dev.sluice.server.rules.Bugs;
import dev.sluice.server.rules.ExchangeState;
import dev.sluice.server.rules.HelidonHeaders;
import dev.sluice.server.rules.HostTime;
import dev.sluice.server.rules.HostedExchange;
import dev.sluice.server.rules.Leaving;
import dev.sluice.server.rules.Refusal;
import dev.sluice.server.rules.RequestRules;
import dev.sluice.wire.MalformedException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * One exchange on Helidon's own connections, by {@code ServerRequest} and {@code ServerResponse} alone, with
 * workarounds for faults of Helidon's HTTP/1.1 connection. What its API does not offer is not done here: interim
 * responses, tunnels, detecting that an HTTP/1.1 client left, or that an HTTP/2 client reset a stream after its request
 * was complete.
 */
public final class PortableExchange implements HostedExchange, Client {
    private static final System.Logger LOGGER = System.getLogger(PortableExchange.class.getName());

    private final ServerRequest routed;
    private final ServerResponse response;
    private final Arrivals arrivals;
    private final PortableBody body;
    private final ExchangeState state;
    private final HostTime time;
    private final Optional<Response> refusal;
    private final Leaving leaving = new Leaving();
    private final Optional<ConnectionWatch> watch;

    private PortableExchange(ServerRequest routed, ServerResponse response, HostTime time) {
        this.time = time;
        this.routed = routed;
        this.response = response;
        this.arrivals = new Arrivals(
                Peer.of(routed.remotePeer().address(), PortableHead.tls(routed)),
                routed.context().get(Trust.class).orElse(Trust.NOBODY),
                routed.context().get(Arrivals.CERTIFICATES, Boolean.class).orElse(false));
        this.body = new PortableBody(routed);
        RequestHead received = PortableHead.of(routed);
        Optional<Response> refusal = Optional.empty();
        RequestHead head = received;
        try {
            head = RequestRules.check(received);
        } catch (MalformedException malformed) {
            refusal = Optional.of(Refusal.of(malformed.status()));
        }
        this.state = new ExchangeState(
                Request.of(arrivals.entering(head), body, this, time.ticker().nanos()));
        this.refusal = refusal;
        this.watch = head.version() == RequestHead.Version.HTTP_2
                ? ConnectionProbe.socket(response).map(socket -> new ConnectionWatch(socket, leaving, time.timers()))
                : Optional.empty();
        leaving.before(body::clientLeft);
    }

    /**
     * The exchange of a request, which is begun if there is none yet. A request that must not be served is answered
     * here.
     */
    public static PortableExchange of(ServerRequest routed, ServerResponse response, HostTime time) {
        Optional<PortableExchange> begun = routed.context().get(PortableExchange.class);
        if (begun.isPresent()) {
            return begun.get();
        }
        PortableExchange exchange = new PortableExchange(routed, response, time);
        routed.context().register(exchange);
        exchange.refusal.ifPresent(exchange::send);
        return exchange;
    }

    /** Ends the exchange of a request, if there is one, after an own route or an error handler has answered. */
    public static void finish(ServerRequest routed) {
        routed.context().get(PortableExchange.class).ifPresent(PortableExchange::finish);
    }

    @Override
    public boolean refused() {
        return refusal.isPresent();
    }

    @Override
    public ExchangeState state() {
        return state;
    }

    @Override
    public Peer peer() {
        return arrivals.peer();
    }

    @Override
    public Origin origin() {
        return state.origin(arrivals);
    }

    @Override
    public void inform(Status status, Fields fields) {
        // Helidon's API has no interim responses; it sends 100 itself when the body is first read
    }

    @Override
    public Registration onGone(Runnable action) {
        return leaving.before(action);
    }

    @Override
    public void send(Response unrendered) {
        Response answer = state.rendered(unrendered);
        boolean http2 = request().head().version() == RequestHead.Version.HTTP_2;
        boolean asked = refused()
                || PortableHead.wantsClose(routed)
                || answer.fields().hasMember(FieldNames.CONNECTION, "close");
        Outcome outcome = state.told(transmit(answer, asked && !http2 ? "close" : ""));
        try {
            answer.end(outcome);
        } catch (RuntimeException | Error bug) {
            Bugs.log(request(), bug);
        } finally {
            end(outcome);
        }
        if (outcome.ending() != Outcome.Ending.SENT) {
            throw new CloseConnectionException("a response broke off"); // in HTTP/2 Helidon resets the stream
        }
        if (!http2 && (asked || !body.finished())) {
            // the one way to close a connection that Helidon 4.5.0 keeps open, or would parse the rest of a body on
            throw new CloseConnectionException("the exchange has ended the connection");
        }
    }

    private Outcome transmit(Response answer, String connection) {
        PortableResponse sending = new PortableResponse(routed, response, time.ticker());
        try {
            long sent = sending.send(answer, connection);
            return body.clientGone() // Helidon writes to a stream that was reset as to any other
                    ? Outcome.broken(answer, new Failure.ClientGone(Failure.Sent.ALL), body.bytesRead(), sent)
                    : Outcome.sent(answer, body.bytesRead(), sent);
        } catch (TransferException broken) {
            return sending.takeBack()
                    ? transmit(state.rendered(Response.failed(broken.failure(), answer.provenance())), connection)
                    : Outcome.broken(answer, broken.failure(), body.bytesRead(), sending.bytesSent());
        } catch (IOException | UncheckedIOException | ServerConnectionException left) {
            LOGGER.log(Level.TRACE, "the client left", left);
            Failure gone = new Failure.ClientGone(Failure.Sent.ALL);
            return Outcome.broken(answer, gone, body.bytesRead(), sending.bytesSent());
        } catch (RuntimeException | Error bug) {
            Response apology = state.failed(bug);
            return sending.takeBack()
                    ? transmit(state.rendered(apology), connection)
                    : Outcome.sent(Bugs.marked(answer), body.bytesRead(), sending.bytesSent())
                            .withEnding(Outcome.Ending.BROKEN);
        }
    }

    private void finish() {
        if (!state.ended()) {
            Status status = response.isSent() ? response.status() : Status.INTERNAL_SERVER_ERROR_500;
            Response foreign = Response.of(status, HelidonHeaders.fields(response.headers()), Body.empty());
            end(state.told(Outcome.sent(foreign, body.bytesRead(), response.bytesWritten())));
        }
    }

    private void end(Outcome outcome) {
        leaving.over();
        watch.ifPresent(ConnectionWatch::close);
        state.end(outcome);
        if (!body.finished() && watch.filter(ConnectionWatch::closed).isPresent()) {
            Thread.currentThread().interrupt(); // otherwise Helidon waits for the rest of the body for ever
        }
    }
}
