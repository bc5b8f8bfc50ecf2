package dev.sluice.server.http1;

import dev.sluice.core.Client;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Origin;
import dev.sluice.core.Outcome;
import dev.sluice.core.Peer;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.server.rules.Bugs;
import dev.sluice.server.rules.ExchangeState;
import dev.sluice.server.rules.HostedExchange;
import dev.sluice.server.rules.Leaving;
import dev.sluice.server.rules.Refusal;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One exchange on a connection of the wire host: the request, the client's end, and the one response. */
public final class WireExchange implements HostedExchange, Client {
    private final Link connection;
    private final ExchangeState state;
    private final RequestBody body;
    private final Leaving leaving = new Leaving();
    private boolean sent;
    private boolean persistent;
    private @Nullable ResponseWriter pushing;
    private @Nullable Response answer;
    private UnaryOperator<Response> decoration = UnaryOperator.identity();
    private long bytesSent;

    WireExchange(Link connection, RequestHead head, RequestBody body, long receivedAt) {
        this.connection = connection;
        this.body = body;
        this.state = new ExchangeState(Request.of(connection.arrivals().entering(head), body, this, receivedAt));
        state.errors(connection.errors());
        this.persistent = wantsPersistence(head);
    }

    private static boolean wantsPersistence(RequestHead head) {
        return head.version() == Version.HTTP_1_0
                ? head.fields().hasMember("Connection", "keep-alive")
                        && !head.fields().hasMember("Connection", "close")
                : !head.fields().hasMember("Connection", "close");
    }

    @Override
    public ExchangeState state() {
        return state;
    }

    RequestBody body() {
        return body;
    }

    private boolean http10() {
        return request().head().version() == Version.HTTP_1_0;
    }

    @Override
    public Peer peer() {
        return connection.arrivals().peer();
    }

    @Override
    public Origin origin() {
        return state.origin(connection.arrivals());
    }

    @Override
    public void inform(Status status, Fields fields) {
        if (http10() || sent) {
            return;
        }
        try {
            connection.output().responseHead(status, fields);
            connection.output().flush();
        } catch (IOException left) {
            leaving.left();
        }
    }

    @Override
    public Registration onGone(Runnable action) {
        return leaving.before(action);
    }

    /** What to do when the client leaves. */
    Leaving leaving() {
        return leaving;
    }

    /** Whether a response was sent, or is being sent. */
    public boolean sent() {
        return sent;
    }

    /** What was sent, or is being sent. */
    public Optional<Response> answer() {
        return Optional.ofNullable(answer);
    }

    /** Content bytes that were sent. */
    public long bytesSent() {
        return bytesSent;
    }

    /** Whether the connection can take the next request. */
    boolean persistent() {
        return persistent;
    }

    /** Lets filters beside the pipeline have their say on what it answers. */
    public void decoratedBy(UnaryOperator<Response> filters) {
        decoration = filters;
    }

    @Override
    public void send(Response response) {
        Response decorated;
        try {
            decorated = decoration.apply(response);
        } catch (RuntimeException | Error bug) {
            response.close();
            throw bug;
        }
        sendAsIs(decorated);
    }

    /** Sends a response past the filters beside the pipeline. */
    public void sendAsIs(Response response) {
        if (sent) {
            response.close();
            throw new IllegalStateException("a response was sent already");
        }
        sent = true;
        Response rendered = state.rendered(response);
        answer = rendered;
        end(rendered, transmit(rendered));
    }

    /** Makes this the last exchange of its connection. */
    public void last() {
        persistent = false;
    }

    /**
     * Begins a response whose body a route pushes. {@link #pushed} or {@link #settle} ends it.
     *
     * @return where to push it
     * @throws IOException if the client left
     */
    public ResponseWriter push(Response head) throws IOException {
        if (sent) {
            throw new IllegalStateException("a response was sent already");
        }
        sent = true;
        answer = head;
        ResponseWriter writer = new ResponseWriter(connection, request().head(), body);
        pushing = writer;
        persistent = writer.begin(head, persistent);
        return writer;
    }

    /** A pushed response has come to its end, and all of it was sent. */
    public void pushed(Response head, ResponseWriter writer) {
        pushed(head, Outcome.sent(head, body.bytesRead(), writer.bytesSent()));
    }

    private void pushed(Response head, Outcome outcome) {
        pushing = null;
        connection.output().release();
        end(head, outcome);
    }

    private void end(Response response, Outcome how) {
        Outcome outcome = state.told(how);
        try {
            response.end(outcome);
        } catch (RuntimeException | Error bug) {
            Bugs.log(request(), bug);
        } finally {
            finish(outcome);
        }
    }

    /** Gives back everything, once, whatever has gone wrong before or goes wrong here. */
    private void finish(Outcome outcome) {
        bytesSent = Math.max(bytesSent, outcome.bytesSent());
        body.close();
        leaving.over();
        state.end(outcome);
    }

    private Outcome transmit(Response response) {
        if (response.tunnel().isPresent() && !connection.tunnelFits()) {
            return transmit(refusedTunnel());
        }
        ResponseWriter writer = new ResponseWriter(connection, request().head(), body);
        try {
            persistent = writer.begin(response, persistent);
            if (response.tunnel().isPresent()) {
                return connection.tunnel(response, response.tunnel().get());
            }
            writer.body();
            return Outcome.sent(response, body.bytesRead(), writer.bytesSent()).of(request());
        } catch (TransferException broken) {
            return writer.takeBack()
                    ? transmit(state.rendered(Response.failed(broken.failure(), response.provenance())))
                    : cut(response, broken.failure(), writer);
        } catch (IOException left) {
            return cut(response, connection.failedWrite(), writer);
        } catch (RuntimeException | Error bug) {
            return failed(response, writer, bug);
        } finally {
            connection.output().release();
        }
    }

    /** A body or its fields have a bug: the client is told, or else its connection is reset. */
    private Outcome failed(Response response, ResponseWriter writer, Throwable bug) {
        persistent = false;
        Response apology = state.failed(bug);
        if (!response.tunnel().isPresent() && writer.takeBack()) {
            return transmit(state.rendered(apology));
        }
        connection.reset();
        return Outcome.sent(Bugs.marked(response), body.bytesRead(), writer.bytesSent())
                .withEnding(Outcome.Ending.BROKEN);
    }

    private Response refusedTunnel() {
        Response refusal = Refusal.of(Status.SERVICE_UNAVAILABLE_503);
        answer = refusal;
        return refusal;
    }

    /** Breaks the client's connection so that a part cannot be taken for the whole (RFC 9112 §8). */
    private Outcome cut(Response response, Failure failure, ResponseWriter writer) {
        persistent = false;
        if (writer.endsWithConnection()) {
            connection.reset();
        } else {
            connection.abort();
        }
        return Outcome.broken(response, failure, body.bytesRead(), writer.bytesSent());
    }

    /** Routing has come to its end: what was begun and not ended is cut, what nobody answered is a bug. */
    void settle() {
        ResponseWriter unfinished = pushing;
        if (unfinished != null && answer != null) {
            pushed(answer, cut(answer, connection.failedWrite(), unfinished));
        }
        if (!sent) {
            fail(Status.INTERNAL_SERVER_ERROR_500);
        }
        if (!state.ended()) {
            finish(state.told(Outcome.bug(new IllegalStateException("nobody answered"))));
        }
    }

    /** A filter or route wants the connection to end, with an answer or without. */
    public void abandon() {
        last();
        if (!sent) {
            sent = true;
            finish(state.told(Outcome.bug(new IllegalStateException("nobody answered"))));
        }
    }

    /** Routing threw a bug: tells the client, unless something was sent already, and lets the connection end. */
    void fail(Throwable bug) {
        last();
        Response apology = state.failed(bug);
        if (!sent) {
            sendAsIs(apology);
        }
    }

    /** Routing refused: tells the client, unless something was sent already, and lets the connection end. */
    public void fail(Status status) {
        last();
        if (!sent) {
            sendAsIs(Refusal.of(status));
        }
    }
}
