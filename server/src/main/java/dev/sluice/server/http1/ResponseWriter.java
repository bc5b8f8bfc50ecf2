package dev.sluice.server.http1;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.RequestHead;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.Response;
import dev.sluice.server.rules.SentFields;
import dev.sluice.server.rules.SentFields.Frame;
import dev.sluice.wire.WireOutput;
import io.helidon.http.Status;
import java.io.IOException;

/**
 * Writes one response: the head with what is there of the body in one write, then every part as it comes, and the end
 * only if the body came to its own.
 */
public final class ResponseWriter {
    private final Link connection;
    private final WireOutput output;
    private final RequestHead request;
    private final RequestBody upload;
    private Body body = Body.empty();
    private Frame frame = Frame.NONE;
    private boolean flushed;
    private long bytesSent;

    ResponseWriter(Link connection, RequestHead request, RequestBody upload) {
        this.connection = connection;
        this.output = connection.output();
        this.request = request;
        this.upload = upload;
    }

    /**
     * Buffers the head.
     *
     * @param persistent whether the client wants to go on
     * @return whether the connection can go on
     */
    boolean begin(Response response, boolean persistent) throws IOException {
        if (response.tunnel().isPresent()) {
            output.responseHead(response.status(), response.fields());
            flush();
            return false;
        }
        upload.answered();
        frame = SentFields.frame(request.method(), http10(), response);
        body = response.body();
        boolean goesOn = persistent
                && frame != Frame.UNTIL_CLOSE
                && !connection.draining()
                && !response.fields().hasMember("Connection", "close")
                && (uploadGoesOn(response) || upload.hasArrived());
        output.responseHead(
                response.status(),
                SentFields.of(
                        response,
                        frame,
                        connectionField(goesOn),
                        connection.time().ticker()));
        return goesOn;
    }

    /** An upload beside the response may still come to its end; but whoever has refused it has no use for the rest. */
    private boolean uploadGoesOn(Response response) {
        return response.status().code() < Status.BAD_REQUEST_400_CODE && upload.isUnderWay();
    }

    private boolean http10() {
        return request.version() == Version.HTTP_1_0;
    }

    private String connectionField(boolean goesOn) {
        if (!goesOn) {
            return "close";
        }
        return http10() ? "keep-alive" : "";
    }

    /** Pulls the body to its end. */
    void body() throws IOException {
        if (frame != Frame.NONE && body.length() != 0) {
            copy(body.length());
        }
        end(body.trailers());
    }

    /** Sends a part that somebody else pushes. */
    public void part(Body part) throws IOException {
        while (frame != Frame.NONE && part.available() > 0) {
            bytesSent += output.transfer(part, frame == Frame.CHUNKED);
        }
    }

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

    public void flush() throws IOException {
        output.flush();
        flushed = true;
    }

    /** Takes the head back if no byte of it has left, so that the client can be told of a failure instead. */
    boolean takeBack() {
        if (flushed || bytesSent > 0) {
            return false;
        }
        output.release();
        return true;
    }

    boolean endsWithConnection() {
        return frame == Frame.UNTIL_CLOSE;
    }

    public long bytesSent() {
        return bytesSent;
    }
}
