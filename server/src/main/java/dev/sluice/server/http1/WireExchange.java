package dev.sluice.server.http1;

import dev.sluice.core.Attributes;
import dev.sluice.core.Client;
import dev.sluice.core.Completion;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.Peer;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.server.rules.Completions;
import dev.sluice.server.rules.HostedExchange;
import dev.sluice.server.rules.Leaving;
import io.helidon.http.Status;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One exchange on a connection of the wire host: the request, the client's end, and the one response. */
public final class WireExchange implements HostedExchange, Client {
    private static final System.Logger LOGGER = System.getLogger(WireExchange.class.getName());

    private final Link connection;
    private Request request;
    private final RequestBody body;
    private List<Completion> completions = List.of();
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
        this.request = Request.of(head, body, this, receivedAt);
        this.persistent = wantsPersistence(head);
    }

    private static boolean wantsPersistence(RequestHead head) {
        return head.version() == Version.HTTP_1_0
                ? head.fields().hasMember("Connection", "keep-alive")
                        && !head.fields().hasMember("Connection", "close")
                : !head.fields().hasMember("Connection", "close");
    }

    @Override
    public Request request() {
        return request;
    }

    RequestBody body() {
        return body;
    }

    private boolean http10() {
        return request.head().version() == Version.HTTP_1_0;
    }

    @Override
    public void handOn(Attributes attributes) {
        request = request.with(attributes);
    }

    @Override
    public void onEnd(Completion completion) {
        if (completions.isEmpty()) {
            completions = new ArrayList<>(4);
        }
        completions.add(completion);
    }

    @Override
    public Peer peer() {
        return connection.peer();
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
        sendAsIs(decoration.apply(response));
    }

    /** Sends a response past the filters beside the pipeline. */
    public void sendAsIs(Response response) {
        if (sent) {
            response.close();
            throw new IllegalStateException("a response was sent already");
        }
        sent = true;
        answer = response;
        Outcome outcome;
        try {
            outcome = transmit(response);
        } catch (RuntimeException bug) {
            LOGGER.log(Level.ERROR, "a response's body failed", bug);
            persistent = false;
            connection.reset();
            outcome = Outcome.bug();
        }
        response.end(outcome);
        finish(outcome);
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
        ResponseWriter writer = new ResponseWriter(connection, request.head(), body);
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
        head.end(outcome);
        finish(outcome);
    }

    private void finish(Outcome outcome) {
        bytesSent = outcome.bytesSent();
        body.close();
        leaving.over();
        Completions.tell(completions, outcome);
    }

    private Outcome transmit(Response response) {
        ResponseWriter writer = new ResponseWriter(connection, request.head(), body);
        try {
            persistent = writer.begin(response, persistent);
            if (response.tunnel().isPresent()) {
                return connection.tunnel(response, response.tunnel().get());
            }
            writer.body();
            return Outcome.sent(response, body.bytesRead(), writer.bytesSent());
        } catch (TransferException broken) {
            if (writer.takeBack()) {
                Response apology = Response.failed(broken.failure(), response.provenance());
                return transmit(apology);
            }
            return cut(response, broken.failure(), writer);
        } catch (IOException left) {
            return cut(response, new Failure.ClientGone(Failure.Sent.ALL), writer);
        } finally {
            connection.output().release();
        }
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
            pushed(answer, cut(answer, new Failure.ClientGone(Failure.Sent.ALL), unfinished));
        }
        if (!sent) {
            fail(Status.INTERNAL_SERVER_ERROR_500);
        }
    }

    /** A filter or route wants the connection to end, with an answer or without. */
    public void abandon() {
        last();
        if (!sent) {
            sent = true;
            finish(Outcome.bug());
        }
    }

    /** Routing threw: tells the client, unless something was sent already, and lets the connection end. */
    public void fail(Status status) {
        last();
        if (!sent) {
            send(Response.of(status, status.reasonPhrase() + "\n"));
        }
    }
}
