package dev.sluice.forwarder.http2;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.TransferException;
import dev.sluice.core.Tunnel;
import dev.sluice.forwarder.connection.ConnectionParts;
import dev.sluice.forwarder.connection.MultiplexedConnection;
import dev.sluice.forwarder.connection.Progress;
import dev.sluice.forwarder.fields.Outgoing;
import dev.sluice.forwarder.pool.Lease;
import dev.sluice.forwarder.pool.Patience;
import dev.sluice.forwarder.pool.UpstreamExchange;
import dev.sluice.forwarder.upload.Upload;
import dev.sluice.wire.ConnectionOptions;
import dev.sluice.wire.ResponseHead;
import dev.sluice.wire.http2.Http2Stream;
import dev.sluice.wire.http2.StreamResetException;
import dev.sluice.wire.http2.frame.ErrorCode;
import io.helidon.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response on a stream of an HTTP/2 connection (RFC 9113 §8). The head and a small body are sent together;
 * a larger body is sent by another thread while the response is read. It ends exactly once: with the last byte of the
 * response, or when it is abandoned, which resets the stream and leaves the connection to the others.
 */
public final class StreamExchange implements UpstreamExchange {
    private static final int MOST_INTERIM = 32;

    /** A request that meets one connection after the other that ends is not sent for ever. */
    private static final int MOST_REPEATS = 8;

    private static final Patience NONE = new Patience(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private final Lease lease;
    private final MultiplexedConnection connection;
    private final Http2Stream stream;
    private final Progress progress;
    private final ConnectionParts parts;
    private final StreamWaits waits;
    private final boolean reused;
    private Outgoing outgoing = Outgoing.NONE;
    private Patience patience = NONE;
    private @Nullable Upload upload;
    private boolean requestOver;
    private boolean answered;
    private boolean informed;
    private boolean ended;
    private boolean wantsHttp1;

    /** An exchange on the stream of a lease. */
    public StreamExchange(Lease lease, Progress progress, ConnectionParts parts) {
        this.lease = lease;
        this.connection = lease.stream().orElseThrow().connection();
        this.stream = lease.stream().orElseThrow().stream();
        this.progress = progress;
        this.parts = parts;
        this.waits = new StreamWaits(parts.timers(), progress);
        this.reused = connection.reused();
    }

    @Override
    public void send(Outgoing request, Patience given) {
        outgoing = request;
        patience = given;
        progress.hold(() -> stream.reset(ErrorCode.CANCEL));
        stream.stalls(waits);
        waits.awaitResponse(patience.response());
        progress.sent(Sent.HEAD);
        connection.asked();
        try {
            Body body = outgoing.body();
            if (!outgoing.protocols().isEmpty()) {
                stream.request(StreamHead.tunnel(outgoing, connection.scheme()), false);
                stream.flush();
                requestOver = true;
            } else if (body.length() == 0 || (body.length() == Body.UNKNOWN && body.available() == -1)) {
                progress.sent(Sent.ALL);
                stream.request(StreamHead.of(outgoing, connection.scheme()), true);
                requestOver = true;
            } else {
                stream.request(StreamHead.of(outgoing, connection.scheme()), false);
                send(body);
            }
        } catch (StreamResetException reset) {
            if (stream.unprocessed()) {
                throw new TransferException(failed(reset));
            }
            requestOver(); // receive() has what the upstream said before, or the same failure
        } catch (IOException broken) {
            throw new TransferException(failed(broken));
        }
    }

    private void send(Body body) throws IOException {
        StreamUpload target =
                new StreamUpload(stream, parts.buffers(), () -> waits.watchWrites(patience.betweenBytes()));
        Upload sending = new Upload(body, target, progress, this::requestOver);
        upload = sending;
        if (sending.sendWhatIsHere()) {
            requestOver = true;
        } else {
            target.flush();
            waits.awaitResponse(Duration.ZERO);
            sending.start();
        }
    }

    /** The failure of the stream. It is proof that nothing was processed if the upstream has said so (RFC 9113 §8.7). */
    private Failure failed(IOException broken) {
        if (broken instanceof StreamResetException reset
                && reset.byPeer()
                && reset.code() == ErrorCode.HTTP_1_1_REQUIRED) {
            wantsHttp1 = lease.requireHttp1();
        }
        return stream.unprocessed()
                ? progress.causeOr(new Failure.UpstreamBroken(broken.toString(), Sent.NOTHING))
                : progress.failed(broken);
    }

    /** The request was sent completely: if the response has not begun, its timeout starts now. */
    private synchronized void requestOver() {
        requestOver = true;
        awaitResponse();
    }

    private synchronized void awaitResponse() {
        if (requestOver && !answered && !ended) {
            waits.awaitResponse(patience.response());
        }
    }

    private synchronized void answered(ResponseHead head) {
        answered = true;
        waits.awaitEachRead(patience.forNextBytes(head.fields()));
    }

    @Override
    public ResponseHead receive(Consumer<ResponseHead> interim) {
        for (int i = 0; i <= MOST_INTERIM; i++) {
            ResponseHead head = nextHead();
            if (head.status().code() >= 200) {
                answered(head);
                return outgoing.protocols().isEmpty() ? head : StreamHead.switching(head, outgoing);
            }
            informed = true;
            interim.accept(head);
            awaitResponse();
        }
        throw new TransferException(progress.malformed("more than " + MOST_INTERIM + " interim responses"));
    }

    private ResponseHead nextHead() {
        try {
            return stream.awaitHead();
        } catch (StreamResetException ended) {
            throw new TransferException(failed(ended));
        }
    }

    /**
     * True once if the upstream has said that it processed nothing, whatever the method, and several times if it did so by
     * ending the connection. Also true once if the request is idempotent, and the upstream wants it in HTTP/1.1, or the
     * connection ended without a word, which may be because it was idle.
     */
    @Override
    public boolean mayBeRepeated(boolean idempotent, int repeats) {
        if (progress.stopped() || informed || answered) {
            return false;
        }
        boolean sentAway = !connection.usable();
        boolean untouched = upload == null || !upload.touched();
        boolean again = untouched || outgoing.body().replayable();
        boolean proven = stream.unprocessed() && (repeats == 0 || (sentAway && repeats < MOST_REPEATS));
        boolean stale = idempotent && reused && sentAway && repeats == 0;
        boolean wanted = idempotent && wantsHttp1 && repeats == 0;
        return again && (proven || stale || wanted);
    }

    @Override
    public Version version(ResponseHead head) {
        return Version.HTTP_2;
    }

    @Override
    public Body body(ResponseHead head, ConnectionOptions options) {
        boolean complete = stream.available() < 0 && stream.trailers().isEmpty();
        if (complete || isWithoutContent(head.status().code())) {
            end();
            return Body.empty();
        }
        return new StreamedAnswer(stream, progress, this::end);
    }

    /** Whether no content follows a head, whatever length it states (RFC 9110 §6.4.1). */
    private boolean isWithoutContent(int status) {
        return outgoing.method().equals("HEAD")
                || status == Status.NO_CONTENT_204_CODE
                || status == Status.NOT_MODIFIED_304_CODE;
    }

    /** The tunnel after an extended CONNECT that was granted. It has the stream from now on. */
    @Override
    public Tunnel tunnel(ResponseHead head) {
        Lease tunnel = lease.becomeTunnel()
                .orElseThrow(() ->
                        new TransferException(progress.causeOr(new Failure.Overloaded("too many tunnels are open"))));
        ended = true;
        waits.close();
        if (!progress.letGo()) {
            tunnel.discard();
            throw new TransferException(progress.truncated());
        }
        return new ConnectTunnel(tunnel, stream, progress);
    }

    @Override
    public void end() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        waits.close();
        progress.letGo();
        lease.giveBack();
        if (upload != null) {
            upload.abandon();
        }
    }
}
