package dev.sluice.forwarder.http1;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Fields;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.TransferException;
import dev.sluice.core.Tunnel;
import dev.sluice.forwarder.connection.Connection;
import dev.sluice.forwarder.connection.Progress;
import dev.sluice.forwarder.fields.Authentication;
import dev.sluice.forwarder.fields.FilteredTrailers;
import dev.sluice.forwarder.fields.Outgoing;
import dev.sluice.forwarder.pool.Lease;
import dev.sluice.forwarder.pool.Patience;
import dev.sluice.forwarder.pool.UpstreamExchange;
import dev.sluice.forwarder.upload.Upload;
import dev.sluice.wire.ConnectionOptions;
import dev.sluice.wire.Framing;
import dev.sluice.wire.MalformedException;
import dev.sluice.wire.ResponseHead;
import dev.sluice.wire.Upgrade;
import dev.sluice.wire.WireBody;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on one connection (RFC 9112). The head and a small body are sent in one write; a larger
 * body is sent by another thread while the response is read. It ends exactly once: with the last byte of the response,
 * or when it is abandoned. The connection is reused only if both messages ended cleanly.
 */
public final class Http1Exchange implements UpstreamExchange {
    private static final int MOST_INTERIM = 32;

    private static final Patience NONE = new Patience(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private final Lease lease;
    private final Connection connection;
    private final Progress progress;
    private final MessageLimits limits;
    private Outgoing outgoing = Outgoing.NONE;
    private Patience patience = NONE;
    private @Nullable Upload upload;
    private @Nullable WireBody responseBody;
    private boolean requestOver;
    private boolean answered;
    private boolean informed;
    private boolean persistent;
    private boolean ended;

    /**
     * An exchange on a connection.
     *
     * @param limits of responses
     */
    public Http1Exchange(Lease lease, Progress progress, MessageLimits limits) {
        this.lease = lease;
        this.connection = lease.connection();
        this.progress = progress;
        this.limits = limits;
    }

    @Override
    public void send(Outgoing request, Patience waits) {
        outgoing = request;
        patience = waits;
        progress.hold(connection);
        connection.workFor(progress);
        connection.await(Phase.RESPONSE, patience.response());
        progress.sent(Sent.HEAD);
        try {
            connection.output().requestHead(outgoing.method(), outgoing.target(), outgoing.fields());
            if (outgoing.body().length() == 0) {
                sendAll();
            } else {
                send(outgoing.body());
            }
        } catch (IOException broken) {
            throw new TransferException(progress.failed(broken));
        }
    }

    private void sendAll() throws IOException {
        progress.sent(Sent.ALL);
        connection.output().flush();
        connection.output().release();
        requestOver = true;
    }

    private void send(Body body) throws IOException {
        Http1Upload target = new Http1Upload(connection, body.length() == Body.UNKNOWN, patience.betweenBytes());
        Upload sending = new Upload(body, target, progress, this::requestOver);
        upload = sending;
        if (sending.sendWhatIsHere()) {
            requestOver = true;
        } else {
            target.flush();
            connection.await(Phase.RESPONSE, Duration.ZERO);
            sending.start();
        }
    }

    /** The request was sent completely: if the response has not begun, its timeout starts now. */
    private synchronized void requestOver() {
        requestOver = true;
        awaitResponse();
    }

    private synchronized void awaitResponse() {
        if (requestOver && !answered) {
            connection.await(Phase.RESPONSE, patience.response());
        }
    }

    private synchronized void answered(Fields fields) {
        answered = true;
        connection.awaitEachRead(patience.forNextBytes(fields));
    }

    @Override
    public ResponseHead receive(Consumer<ResponseHead> interim) {
        for (int i = 0; i <= MOST_INTERIM; i++) {
            ResponseHead head = nextHead();
            int code = head.status().code();
            if (code >= 200 || code == 101) {
                answered(head.fields());
                return head;
            }
            informed = true;
            interim.accept(head);
            awaitResponse();
        }
        throw new TransferException(progress.malformed("more than " + MOST_INTERIM + " interim responses"));
    }

    private ResponseHead nextHead() {
        try {
            return connection.heads().readResponse().orElseThrow(() -> new TransferException(progress.truncated()));
        } catch (MalformedException malformed) {
            throw new TransferException(progress.malformed(malformed.detail()));
        } catch (IOException broken) {
            throw new TransferException(progress.failed(broken));
        }
    }

    /** True if the failure can be that the upstream closed an idle connection (RFC 9112 §9.3.1). */
    @Override
    public boolean mayBeRepeated(boolean idempotent, int repeats) {
        boolean silent =
                repeats == 0 && connection.reused() && connection.input().available() == 0 && !informed && !answered;
        boolean untouched = upload != null && !upload.touched();
        boolean again = untouched || upload == null || outgoing.body().replayable();
        return silent && !progress.stopped() && (idempotent ? again : untouched);
    }

    @Override
    public Version version(ResponseHead head) {
        return head.minorVersion() == 0 ? Version.HTTP_1_0 : Version.HTTP_1_1;
    }

    @Override
    public Body body(ResponseHead head, ConnectionOptions options) {
        Framing framing = framing(head);
        boolean kept = head.minorVersion() == 0 ? options.keepAlive() : !options.close();
        boolean bound = outgoing.bound() || Authentication.bindsConnection(head.fields());
        persistent = kept && !bound && !misread(head) && !(framing instanceof Framing.UntilClose);
        if (framing instanceof Framing.None || (framing instanceof Framing.Length length && length.bytes() == 0)) {
            end();
            return Body.empty();
        }
        responseBody = WireBody.of(framing, connection.input(), limits, progress, this::end);
        return framing instanceof Framing.Chunked ? new FilteredTrailers(responseBody) : responseBody;
    }

    /** Whether the upstream cannot have understood the chunks it was sent, and may take them for its next request (RFC 9112 §6.1). */
    private boolean misread(ResponseHead head) {
        return head.minorVersion() == 0 && outgoing.body().length() == Body.UNKNOWN;
    }

    private Framing framing(ResponseHead head) {
        try {
            return Framing.ofResponse(outgoing.method(), head);
        } catch (MalformedException malformed) {
            throw new TransferException(progress.malformed(malformed.detail()));
        }
    }

    /** The tunnel after a 101 to a protocol that was asked for. It has the connection from now on. */
    @Override
    public Tunnel tunnel(ResponseHead head) {
        if (!Upgrade.isGranted(head.fields(), outgoing.protocols())) {
            throw new TransferException(progress.malformed("a 101 that nobody asked for"));
        }
        if (upload != null && !upload.complete()) {
            throw new TransferException(progress.malformed("a 101 before the end of the request"));
        }
        Lease tunnel = lease.becomeTunnel()
                .orElseThrow(() ->
                        new TransferException(progress.causeOr(new Failure.Overloaded("too many tunnels are open"))));
        ended = true;
        connection.awaitEachRead(Duration.ZERO);
        if (!progress.letGo()) {
            tunnel.discard();
            throw new TransferException(progress.truncated());
        }
        return new UpstreamTunnel(tunnel, progress);
    }

    /** Returns the connection to the pool if it can be reused; otherwise closes it. */
    @Override
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        boolean whole = answered && (responseBody == null || responseBody.finished());
        boolean clean = whole && persistent && (upload == null || upload.complete()) && connection.rest();
        if (progress.letGo() && clean) {
            lease.giveBack();
        } else {
            giveUp();
        }
    }

    private void giveUp() {
        lease.discard();
        if (upload == null || !upload.abandon()) {
            connection.output().release();
        }
    }
}
