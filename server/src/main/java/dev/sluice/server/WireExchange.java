package dev.sluice.server;

import dev.sluice.core.Body;
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
import io.helidon.http.Status;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One exchange on a connection of the wire host: the request, the client's end, and the one response. */
final class WireExchange implements Exchange, Client {
    private static final System.Logger LOGGER = System.getLogger(WireExchange.class.getName());

    private final WireConnection connection;
    private final Request request;
    private final RequestBody body;
    private final List<Completion> completions = new ArrayList<>(4);
    private final List<Runnable> onGone = new ArrayList<>(1);
    private boolean gone;
    private boolean sent;
    private boolean persistent;
    private @Nullable Push pushing;

    WireExchange(WireConnection connection, RequestHead head, RequestBody body, long receivedAt) {
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

    boolean http10() {
        return request.head().version() == Version.HTTP_1_0;
    }

    @Override
    public void onEnd(Completion completion) {
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
            clientGone();
        }
    }

    @Override
    public Registration onGone(Runnable action) {
        boolean now;
        synchronized (onGone) {
            now = gone;
            onGone.add(action);
        }
        if (now) {
            action.run();
        }
        return () -> {
            synchronized (onGone) {
                onGone.remove(action);
            }
        };
    }

    void clientGone() {
        List<Runnable> actions;
        synchronized (onGone) {
            gone = true;
            actions = List.copyOf(onGone);
        }
        actions.forEach(Runnable::run);
    }

    boolean sent() {
        return sent;
    }

    /** Whether the connection can take the next request. */
    boolean persistent() {
        return persistent;
    }

    @Override
    public void send(Response response) {
        if (sent) {
            response.close();
            throw new IllegalStateException("a response was sent already");
        }
        sent = true;
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
    void last() {
        persistent = false;
    }

    /**
     * Begins a response whose body a route pushes.
     *
     * @throws IOException if the client left
     */
    Push push(Response head) throws IOException {
        if (sent) {
            throw new IllegalStateException("a response was sent already");
        }
        sent = true;
        Push begun = new Push(head, new ResponseWriter(connection, this));
        pushing = begun;
        begun.begin();
        return begun;
    }

    /** A response under way whose body a route pushes. */
    final class Push {
        private final Response head;
        private final ResponseWriter writer;

        private Push(Response head, ResponseWriter writer) {
            this.head = head;
            this.writer = writer;
        }

        private void begin() throws IOException {
            persistent = writer.begin(head, persistent);
        }

        void write(byte[] bytes, int offset, int count) throws IOException {
            writer.part(Body.of(Arrays.copyOfRange(bytes, offset, offset + count)));
        }

        void flush() throws IOException {
            writer.flush();
        }

        void end(Fields trailers) throws IOException {
            writer.end(trailers);
            connection.output().release();
            ended(Outcome.sent(head, body.bytesRead(), writer.bytesSent()));
        }

        private void cut() {
            ended(WireExchange.this.cut(head, new Failure.ClientGone(Failure.Sent.ALL), writer));
        }

        private void ended(Outcome outcome) {
            pushing = null;
            head.end(outcome);
            finish(outcome);
        }
    }

    private void finish(Outcome outcome) {
        body.close();
        for (int i = completions.size() - 1; i >= 0; i--) {
            completions.get(i).ended(outcome);
        }
    }

    private Outcome transmit(Response response) {
        ResponseWriter writer = new ResponseWriter(connection, this);
        try {
            persistent = writer.begin(response, persistent);
            if (response.tunnel().isPresent()) {
                return new TunnelPump(connection, response.tunnel().get()).run(response);
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
        Push unfinished = pushing;
        if (unfinished != null) {
            unfinished.cut();
        }
        if (!sent) {
            failed();
        }
    }

    /** Routing threw: a bug, unless something was sent already. */
    void failed() {
        if (!sent) {
            send(Response.of(Status.INTERNAL_SERVER_ERROR_500, "Internal Server Error\n"));
        }
        last();
    }
}
