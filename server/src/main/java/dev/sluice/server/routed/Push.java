package dev.sluice.server.routed;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import dev.sluice.server.http1.ResponseWriter;
import dev.sluice.server.http1.WireExchange;
import java.io.IOException;
import java.util.Arrays;

/** A response that is being sent while a route writes its body. */
final class Push {
    private final WireExchange exchange;
    private final Response head;
    private final ResponseWriter writer;

    Push(WireExchange exchange, Response head, ResponseWriter writer) {
        this.exchange = exchange;
        this.head = head;
        this.writer = writer;
    }

    void write(byte[] bytes, int offset, int count) throws IOException {
        long length = head.body().length();
        if (length != Body.UNKNOWN && writer.bytesSent() + count > length) {
            throw new IOException("more bytes than the Content-Length " + length);
        }
        writer.part(Body.of(Arrays.copyOfRange(bytes, offset, offset + count)));
    }

    void flush() throws IOException {
        writer.flush();
    }

    void end(Fields trailers) throws IOException {
        writer.end(trailers);
        exchange.pushed(head, writer);
    }
}
