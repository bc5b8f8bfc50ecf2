package dev.sluice.server.http1;

import dev.sluice.core.Body;
import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Failure;
import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.RequestHead;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.Response;
import dev.sluice.core.Tunnel;
import dev.sluice.server.exchange.Sender;
import dev.sluice.server.rules.Arrivals;
import dev.sluice.server.rules.SentFields;
import dev.sluice.server.rules.SentFields.Frame;
import dev.sluice.wire.WireOutput;
import io.helidon.http.Status;
import java.io.IOException;

/** Writes the response to one request of a connection (RFC 9112), and says whether the connection can go on. */
final class ResponseWriter implements Sender {
    private final Link connection;
    private final WireOutput output;
    private final RequestHead request;
    private final RequestBody upload;
    private Body body = Body.empty();
    private Frame frame = Frame.NONE;
    private boolean persistent;
    private boolean flushed;
    private long bytesSent;

    ResponseWriter(Link connection, RequestHead request, RequestBody upload) {
        this.connection = connection;
        this.output = connection.output();
        this.request = request;
        this.upload = upload;
        this.persistent = wantsPersistence(request);
    }

    private static boolean wantsPersistence(RequestHead head) {
        return head.version() == Version.HTTP_1_0
                ? head.fields().hasMember(FieldNames.CONNECTION, "keep-alive")
                        && !head.fields().hasMember(FieldNames.CONNECTION, "close")
                : !head.fields().hasMember(FieldNames.CONNECTION, "close");
    }

    @Override
    public Arrivals arrivals() {
        return connection.arrivals();
    }

    @Override
    public ErrorRenderer errors() {
        return connection.errors();
    }

    /** Whether the connection can take the next request. */
    boolean persistent() {
        return persistent;
    }

    @Override
    public void last() {
        persistent = false;
    }

    @Override
    public void inform(Status status, Fields fields) throws IOException {
        if (!http10()) { // RFC 9110 §15.2
            output.responseHead(status, fields);
            output.flush();
        }
    }

    @Override
    public void begin(Response response) throws IOException {
        if (response.tunnel().isPresent()) {
            persistent = false;
            output.responseHead(response.status(), response.fields());
            flush();
            return;
        }
        upload.answered();
        frame = SentFields.frame(request.method(), http10(), response);
        body = response.body();
        persistent = persistent
                && frame != Frame.UNTIL_CLOSE
                && (!connection.draining() || nextHasCome())
                && !response.fields().hasMember(FieldNames.CONNECTION, "close")
                && (uploadGoesOn(response) || upload.hasArrived());
        output.responseHead(
                response.status(),
                SentFields.of(
                        response, frame, connectionField(), connection.time().ticker()));
    }

    /** Whether the client has sent its next request already, before it could know that this should be the last one. */
    private boolean nextHasCome() {
        return upload.isFollowed(connection::held);
    }

    /** An upload beside the response may still come to its end; but whoever has refused it has no use for the rest. */
    private boolean uploadGoesOn(Response response) {
        return response.status().code() < Status.BAD_REQUEST_400_CODE && upload.isUnderWay();
    }

    private boolean http10() {
        return request.version() == Version.HTTP_1_0;
    }

    private String connectionField() {
        if (!persistent) {
            return "close";
        }
        return http10() ? "keep-alive" : "";
    }

    @Override
    public void body() throws IOException {
        if (frame != Frame.NONE && body.length() != 0) {
            copy(body.length());
        }
        end(body.trailers());
    }

    @Override
    public void part(Body part) throws IOException {
        while (frame != Frame.NONE && part.available() > 0) {
            bytesSent += output.transfer(part, frame == Frame.CHUNKED);
        }
    }

    @Override
    public void end(Fields trailers) throws IOException {
        if (frame == Frame.CHUNKED) {
            output.lastChunk(trailers);
        }
        if (frame == Frame.LENGTH && bytesSent != body.length()) {
            throw new IllegalStateException("a body of " + bytesSent + " bytes that said it had " + body.length());
        }
        flush();
    }

    private void copy(long length) throws IOException {
        int available = body.available();
        while (available >= 0 && bytesSent != length) {
            if (available == 0) {
                flush();
            }
            int count = output.transfer(body, frame == Frame.CHUNKED);
            if (count < 0) {
                break;
            }
            bytesSent += count;
            available = body.available();
        }
    }

    @Override
    public void flush() throws IOException {
        output.flush();
        flushed = true;
    }

    @Override
    public boolean takeBack() {
        if (flushed || bytesSent > 0) {
            return false;
        }
        output.release();
        return true;
    }

    @Override
    public long bytesSent() {
        return bytesSent;
    }

    @Override
    public void release() {
        output.release();
    }

    @Override
    public boolean tunnelFits() {
        return connection.tunnelFits();
    }

    @Override
    public Outcome tunnel(Response response, Tunnel tunnel) {
        return connection.tunnel(response, tunnel);
    }

    @Override
    public boolean drainIsOver() {
        return connection.drainIsOver();
    }

    @Override
    public Failure failedWrite() {
        return connection.failedWrite();
    }

    /** Ends the connection, by a TCP reset where its end would be that of the body (RFC 9112 §8). */
    @Override
    public void cut() {
        persistent = false;
        if (frame == Frame.UNTIL_CLOSE) {
            connection.reset();
        } else {
            connection.abort();
        }
    }

    @Override
    public void reset() {
        persistent = false;
        connection.reset();
    }
}
