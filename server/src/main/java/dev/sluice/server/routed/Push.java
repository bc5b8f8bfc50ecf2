package dev.sluice.server.routed;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import dev.sluice.server.exchange.Sender;
import dev.sluice.server.exchange.WireExchange;
import java.io.IOException;
import java.util.Arrays;

/** A response that is being sent while a route writes its body. */
final class Push {
    private final WireExchange exchange;
    private final Response head;
    private final Sender sender;

    Push(WireExchange exchange, Response head, Sender sender) {
        this.exchange = exchange;
        this.head = head;
        this.sender = sender;
    }

    void write(byte[] bytes, int offset, int count) throws IOException {
        long length = head.body().length();
        if (length != Body.UNKNOWN && sender.bytesSent() + count > length) {
            throw new IOException("more bytes than the Content-Length " + length);
        }
        sender.part(Body.of(Arrays.copyOfRange(bytes, offset, offset + count)));
    }

    void flush() throws IOException {
        sender.flush();
    }

    void end(Fields trailers) throws IOException {
        sender.end(trailers);
        exchange.pushed();
    }
}
