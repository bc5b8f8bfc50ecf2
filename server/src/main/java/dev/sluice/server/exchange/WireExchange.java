package dev.sluice.server.exchange;

import dev.sluice.core.Client;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import dev.sluice.server.rules.Bugs;
import dev.sluice.server.rules.ExchangeState;
import dev.sluice.server.rules.HostedExchange;
import dev.sluice.server.rules.Leaving;
import dev.sluice.server.rules.Refusal;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One exchange on a connection of the wire host: the request, the client's end, and the one response. */
public final class WireExchange implements HostedExchange, Client {
    private final Sender sender;
    private final ExchangeState state;
    private final ReceivedBody body;
    private final Leaving leaving = new Leaving();
    private boolean sent;
    private boolean pushing;
    private @Nullable Response answer;
    private UnaryOperator<Response> decoration = UnaryOperator.identity();
    private long bytesSent;

    /**
     * An exchange that begins.
     *
     * @param sender how it is answered
     * @param head as received and checked
     * @param body of the request
     * @param receivedAt when the head was received, in nanoseconds of the ticker
     */
    public WireExchange(Sender sender, RequestHead head, ReceivedBody body, long receivedAt) {
        this.sender = sender;
        this.body = body;
        this.state = new ExchangeState(Request.of(sender.arrivals().entering(head), body, this, receivedAt));
        state.errors(sender.errors());
    }

    @Override
    public ExchangeState state() {
        return state;
    }

    @Override
    public Peer peer() {
        return sender.arrivals().peer();
    }

    @Override
    public Origin origin() {
        return state.origin(sender.arrivals());
    }

    @Override
    public void inform(Status status, Fields fields) {
        if (sent) {
            return;
        }
        try {
            sender.inform(status, fields);
        } catch (IOException left) {
            leaving.left();
        }
    }

    @Override
    public Registration onGone(Runnable action) {
        return leaving.before(action);
    }

    /** What to do when the client leaves. */
    public Leaving leaving() {
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
        Response rendered = state.rendered(sender.unmistakable(response));
        answer = rendered;
        end(rendered, transmit(rendered));
    }

    /** Makes this the last exchange of its connection. */
    public void last() {
        sender.last();
    }

    /**
     * Begins a response whose body a route pushes. {@link #pushed} or {@link #settle} ends it.
     *
     * @return where to push it
     * @throws IOException if the client left
     */
    public Sender push(Response head) throws IOException {
        if (sent) {
            throw new IllegalStateException("a response was sent already");
        }
        sent = true;
        Response begun = sender.unmistakable(head);
        answer = begun;
        pushing = true;
        sender.begin(begun);
        return sender;
    }

    /** The response that is pushed has come to its end, and all of it was sent. */
    public void pushed() {
        Response head = Objects.requireNonNull(answer);
        pushed(head, Outcome.sent(head, body.bytesRead(), sender.bytesSent()));
    }

    private void pushed(Response head, Outcome outcome) {
        pushing = false;
        sender.release();
        end(head, outcome);
    }

    private void end(Response response, Outcome how) {
        Outcome outcome = state.told(blamed(how));
        try {
            response.end(outcome);
        } catch (RuntimeException | Error bug) {
            Bugs.log(request(), bug);
        } finally {
            finish(outcome);
        }
    }

    /** Neither side has broken what the end of the drain has cut. */
    private Outcome blamed(Outcome how) {
        if (!sender.drainIsOver()) {
            return how;
        }
        return how.failure()
                .filter(failure -> failure.network() || failure instanceof Failure.ClientGone)
                .map(failure -> how.withFailure(new Failure.DrainOver(failure.sent())))
                .orElse(how);
    }

    /** Gives back everything, once, whatever has gone wrong before or goes wrong here. */
    private void finish(Outcome outcome) {
        bytesSent = Math.max(bytesSent, outcome.bytesSent());
        body.close();
        leaving.over();
        state.end(outcome);
    }

    private Outcome transmit(Response response) {
        if (response.tunnel().isPresent() && !sender.tunnelFits()) {
            return transmit(refusedTunnel());
        }
        try {
            sender.begin(response);
            if (response.tunnel().isPresent()) {
                return sender.tunnel(response, response.tunnel().get());
            }
            sender.body();
            return Outcome.sent(request(), response, body.bytesRead(), sender.bytesSent());
        } catch (TransferException broken) {
            return sender.takeBack()
                    ? transmit(state.rendered(Response.failed(broken.failure(), response.provenance())))
                    : cut(response, broken.failure());
        } catch (IOException left) {
            return cut(response, sender.failedWrite());
        } catch (RuntimeException | Error bug) {
            return failed(response, bug);
        } finally {
            sender.release();
        }
    }

    /** A body or its fields have a bug: the client is told, or else its response is broken off. */
    private Outcome failed(Response response, Throwable bug) {
        sender.last();
        Response apology = state.failed(bug);
        if (!response.tunnel().isPresent() && sender.takeBack()) {
            return transmit(state.rendered(apology));
        }
        sender.reset();
        return Outcome.sent(Bugs.marked(response), body.bytesRead(), sender.bytesSent())
                .withEnding(Outcome.Ending.BROKEN);
    }

    private Response refusedTunnel() {
        Response refusal = Refusal.of(Status.SERVICE_UNAVAILABLE_503);
        answer = refusal;
        return refusal;
    }

    private Outcome cut(Response response, Failure failure) {
        sender.cut();
        return Outcome.broken(response, failure, body.bytesRead(), sender.bytesSent());
    }

    /** Routing has come to its end: what was begun and not ended is cut, what nobody answered is a bug. */
    public void settle() {
        if (pushing && answer != null) {
            pushed(answer, cut(answer, sender.failedWrite()));
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
    public void fail(Throwable bug) {
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
