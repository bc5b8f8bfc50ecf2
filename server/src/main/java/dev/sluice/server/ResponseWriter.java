package dev.sluice.server;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import dev.sluice.server.ResponseFields.Frame;
import dev.sluice.wire.WireOutput;
import io.helidon.http.Status;
import java.io.IOException;

/**
 * Writes one response: the head with what is there of the body in one write, then every part as it comes, and the end
 * only if the body came to its own.
 */
final class ResponseWriter {
    private final WireConnection connection;
    private final WireExchange exchange;
    private final WireOutput output;
    private Body body = Body.empty();
    private Frame frame = Frame.NONE;
    private boolean flushed;
    private long bytesSent;

    ResponseWriter(WireConnection connection, WireExchange exchange) {
        this.connection = connection;
        this.exchange = exchange;
        this.output = connection.output();
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
        frame = ResponseFields.frame(exchange.request().method(), exchange.http10(), response);
        body = response.body();
        boolean goesOn = persistent
                && frame != Frame.UNTIL_CLOSE
                && !connection.draining()
                && !response.fields().hasMember("Connection", "close")
                && (uploadGoesOn(response) || exchange.body().isHere());
        output.responseHead(response.status(), ResponseFields.of(response, frame, connectionField(goesOn)));
        return goesOn;
    }

    /** An upload beside the response may still come to its end; but whoever has refused it has no use for the rest. */
    private boolean uploadGoesOn(Response response) {
        return response.status().code() < Status.BAD_REQUEST_400_CODE
                && exchange.body().isUnderWay();
    }

    private String connectionField(boolean goesOn) {
        if (!goesOn) {
            return "close";
        }
        return exchange.http10() ? "keep-alive" : "";
    }

    /** Pulls the body to its end. */
    void body() throws IOException {
        if (frame != Frame.NONE && body.length() != 0) {
            copy(body.length());
        }
        end(body.trailers());
    }

    /** Sends a part that somebody else pushes. */
    void part(Body part) throws IOException {
        while (frame != Frame.NONE && part.available() > 0) {
            bytesSent += output.transfer(part, frame == Frame.CHUNKED);
        }
    }

    void end(Fields trailers) throws IOException {
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

    void flush() throws IOException {
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

    long bytesSent() {
        return bytesSent;
    }
}
