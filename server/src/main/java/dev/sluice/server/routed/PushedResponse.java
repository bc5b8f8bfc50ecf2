package dev.sluice.server.routed;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import dev.sluice.server.exchange.WireExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The output stream of an own route: the head is sent with the first part of the body, and each flush at once. */
final class PushedResponse extends OutputStream {
    /**
     * A placeholder for a body that is written by a route, not read by the host.
     *
     * @param length the length that the route has set, or {@link Body#UNKNOWN}
     */
    record PushedBody(long length) implements Body {
        @Override
        public int read(byte[] buffer, int offset, int wanted) {
            throw new IllegalStateException("a pushed body cannot be pulled");
        }
    }

    private final WireExchange exchange;
    private final Supplier<Response> head;
    private final Supplier<Fields> trailers;
    private @Nullable Push push;
    private boolean closed;

    PushedResponse(WireExchange exchange, Supplier<Response> head, Supplier<Fields> trailers) {
        this.exchange = exchange;
        this.head = head;
        this.trailers = trailers;
    }

    private Push push() throws IOException {
        Push known = push;
        if (known == null) {
            Response begun = head.get();
            known = new Push(exchange, begun, exchange.push(begun));
            push = known;
        }
        return known;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (closed) {
            throw new IOException("the response has ended");
        }
        push().write(bytes, offset, count);
    }

    @Override
    public void flush() throws IOException {
        if (!closed) {
            push().flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            Push last = push();
            closed = true;
            last.end(trailers.get());
        }
    }
}
