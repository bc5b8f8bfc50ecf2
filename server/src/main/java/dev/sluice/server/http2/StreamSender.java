package dev.sluice.server.http2;

import dev.sluice.core.Body;
import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Failure;
import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.Reason;
import dev.sluice.core.Response;
import dev.sluice.core.Tunnel;
import dev.sluice.server.exchange.Sender;
import dev.sluice.server.exchange.TunnelEnd;
import dev.sluice.server.exchange.TunnelPump;
import dev.sluice.server.rules.Arrivals;
import dev.sluice.server.rules.SentFields;
import dev.sluice.server.rules.SentFields.Frame;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.http2.Http2Stream;
import dev.sluice.wire.http2.frame.ErrorCode;
import io.helidon.http.Status;
import java.io.IOException;

/**
 * Answers the request of one stream (RFC 9113 §8.1). The head is held back until the first part of the body is there, so
 * that both leave in one write, and so that a failure before it can still be told; the last part ends the stream if it is
 * known to be the last.
 */
final class StreamSender implements Sender, TunnelEnd {
    private static final byte[] NONE = {};

    private final StreamLink connection;
    private final Http2Stream stream;
    private final StreamDeadlines deadlines;
    private final String method;
    private Status status = Status.OK_200;
    private Fields fields = Fields.EMPTY;
    private Body body = Body.empty();
    private Frame frame = Frame.NONE;
    private boolean held;
    private boolean ended;
    private long bytesSent;
    private byte[] buffer = NONE;
    private boolean holdsTunnel;

    StreamSender(StreamLink connection, Http2Stream stream, StreamDeadlines deadlines, String method) {
        this.connection = connection;
        this.stream = stream;
        this.deadlines = deadlines;
        this.method = method;
    }

    @Override
    public Arrivals arrivals() {
        return connection.arrivals();
    }

    @Override
    public ErrorRenderer errors() {
        return connection.host().errors();
    }

    @Override
    public void inform(Status interim, Fields with) throws IOException {
        stream.inform(interim, with);
    }

    /** A success without a tunnel would grant what was asked for by an extended CONNECT (RFC 8441 §4). */
    @Override
    public Response unmistakable(Response response) {
        boolean grants = response.status().family() == Status.Family.SUCCESSFUL;
        return grants && !stream.protocol().isEmpty() && response.tunnel().isEmpty()
                ? response.withStatus(Status.BAD_GATEWAY_502)
                        .withProvenance(response.provenance().withReason(Reason.NO_TUNNEL))
                : response;
    }

    @Override
    public void begin(Response response) throws IOException {
        if (response.tunnel().isPresent()) {
            stream.respond(Status.OK_200, ofTunnel(response.fields()), false);
            stream.flush();
            return;
        }
        deadlines.answered();
        frame = SentFields.frame(method, true, response);
        body = response.body();
        status = response.status();
        fields = SentFields.of(response, frame, "", connection.host().time().ticker());
        held = true;
    }

    /** The fields of a 101 that belong to HTTP/1.1: in HTTP/2 the status alone says that the tunnel is there (RFC 8441 §5). */
    private static Fields ofTunnel(Fields granted) {
        return granted.without((all, i) -> all.isNamed(i, FieldNames.CONNECTION)
                || all.isNamed(i, "Upgrade")
                || all.isNamed(i, "Sec-WebSocket-Accept"));
    }

    @Override
    public void body() throws IOException {
        if (frame != Frame.NONE && body.length() != 0) {
            copy();
        }
        end(body.trailers());
    }

    private void copy() throws IOException {
        int available = body.available();
        borrow(available);
        while (available >= 0) {
            if (available == 0) {
                flush();
            }
            int most = Math.min(buffer.length, Http2Stream.BATCH);
            int count = body.read(buffer, 0, most);
            if (count < 0) {
                return;
            }
            available = body.available();
            send(count, available < 0 && body.trailers().isEmpty());
            if (count == most) { // for fewer and longer reads and writes
                buffer = connection.host().buffers().enlarge(buffer);
            }
        }
    }

    /** A small buffer is enough for a body that is there as a whole, or comes in small parts. */
    private void borrow(int available) {
        if (buffer.length == 0) {
            BufferPool pool = connection.host().buffers();
            buffer = available > 0 && available < BufferPool.SMALL ? pool.borrowSmall() : pool.borrow();
        }
    }

    private void send(int count, boolean last) throws IOException {
        bytesSent += count;
        checkLength(last);
        if (held) {
            held = false;
            stream.respond(status, fields, buffer, count, last);
        } else {
            stream.write(buffer, 0, count, last);
        }
        ended = last;
    }

    private void checkLength(boolean last) {
        long length = body.length();
        if (frame == Frame.LENGTH && (last ? bytesSent != length : bytesSent > length)) {
            throw new IllegalStateException("a body of " + bytesSent + " bytes that said it had " + length);
        }
    }

    private void sendHead(boolean end) throws IOException {
        if (held) {
            stream.respond(status, fields, end);
            held = false;
        }
    }

    @Override
    public void part(Body part) throws IOException {
        while (frame != Frame.NONE && part.available() > 0) {
            borrow(part.available());
            int count = part.read(buffer, 0, buffer.length);
            if (count > 0) {
                send(count, false);
            }
        }
    }

    @Override
    public void end(Fields trailers) throws IOException {
        if (ended) {
            return;
        }
        checkLength(true);
        boolean bare = frame == Frame.NONE || trailers.isEmpty();
        ended = true;
        if (held && bare) {
            sendHead(true);
        } else {
            sendHead(false);
            stream.end(bare ? Fields.EMPTY : trailers);
        }
    }

    @Override
    public void flush() throws IOException {
        sendHead(false);
        stream.flush();
    }

    @Override
    public boolean takeBack() {
        boolean possible = held && bytesSent == 0;
        held = false;
        return possible;
    }

    @Override
    public long bytesSent() {
        return bytesSent;
    }

    @Override
    public void release() {
        if (holdsTunnel) {
            connection.host().memory().giveBack(TunnelPump.MEMORY);
            holdsTunnel = false;
        }
        connection.host().buffers().giveBack(buffer);
        buffer = NONE;
    }

    @Override
    public boolean tunnelFits() {
        holdsTunnel = connection.host().memory().take(TunnelPump.MEMORY);
        return holdsTunnel;
    }

    @Override
    public Outcome tunnel(Response response, Tunnel tunnel) {
        deadlines.tunnelled();
        connection.tunnelBegins();
        try {
            return new TunnelPump(
                            this,
                            tunnel,
                            connection.host().time().timers(),
                            connection.host().limits().tunnelIdleTimeout())
                    .run(response);
        } finally {
            connection.tunnelEnds();
        }
    }

    @Override
    public boolean drainIsOver() {
        return connection.host().drainIsOver();
    }

    @Override
    public Failure failedWrite() {
        if (!deadlines.takesTooSlowly()) {
            return new Failure.ClientGone(Failure.Sent.ALL);
        }
        connection.host().slowResponse();
        return new Failure.ClientBroken(Status.REQUEST_TIMEOUT_408, "the client took the response too slowly");
    }

    /** A stream without its END_STREAM cannot be taken for whole (RFC 9113 §8.1). */
    @Override
    public void cut() {
        stream.reset(ErrorCode.INTERNAL_ERROR);
    }

    @Override
    public void reset() {
        stream.reset(ErrorCode.INTERNAL_ERROR);
    }

    @Override
    public void last() {
        // other streams of the connection go on
    }

    // --- the client's end of a tunnel

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return stream.read(target, offset, length);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        stream.write(source, offset, length, false);
        stream.flush();
    }

    @Override
    public void halfClose() throws IOException {
        stream.end(Fields.EMPTY);
    }

    /** As the reset of a TCP connection (RFC 8441 §5). */
    @Override
    public void abort() {
        stream.reset(ErrorCode.CANCEL);
    }
}
