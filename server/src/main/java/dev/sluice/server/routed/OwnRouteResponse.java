package dev.sluice.server.routed;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Response;
import dev.sluice.server.exchange.WireExchange;
import dev.sluice.server.rules.HelidonHeaders;
import io.helidon.common.GenericType;
import io.helidon.common.media.type.MediaType;
import io.helidon.http.Header;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.ServerResponseTrailers;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponseBase;
import io.helidon.webserver.http.spi.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The response of an own route of the service, on the wire host. It is sent by the same exchange as the proxy's
 * responses, so that framing, gates and trace are the same.
 */
final class OwnRouteResponse extends ServerResponseBase<OwnRouteResponse> {
    private final ConnectionContext ctx;
    private final ServerRequest request;
    private final WireExchange exchange;
    private final ServerResponseHeaders headers = ServerResponseHeaders.create();
    private final ServerResponseTrailers trailers = ServerResponseTrailers.create(WritableHeaders.create());
    private UnaryOperator<OutputStream> streamFilter = UnaryOperator.identity();
    private @Nullable OutputStream stream;
    private long bytesWritten;

    OwnRouteResponse(ConnectionContext ctx, ServerRequest request, WireExchange exchange) {
        super(ctx, request);
        this.ctx = ctx;
        this.request = request;
        this.exchange = exchange;
        exchange.decoratedBy(this::decorated);
    }

    @Override
    public ServerResponseHeaders headers() {
        return headers;
    }

    @Override
    public OwnRouteResponse header(Header header) {
        headers.set(header);
        return this;
    }

    /** Adds the fields that filters have set to the proxy's response. */
    private Response decorated(Response answer) {
        beforeSend();
        FieldsBuilder fields = answer.fields().toBuilder();
        Fields ours = HelidonHeaders.fields(headers);
        for (int i = 0; i < ours.size(); i++) {
            fields.remove(ours.name(i));
        }
        for (int i = 0; i < ours.size(); i++) {
            fields.add(ours, i);
        }
        return answer.withFields(fields.build());
    }

    @Override
    public void send(byte[] bytes) {
        beforeSend();
        byte[] entity = entityBytes(bytes);
        bytesWritten = entity.length;
        exchange.sendAsIs(Response.of(status(), HelidonHeaders.fields(headers), Body.of(entity)));
    }

    @Override
    public void send(byte[] bytes, int position, int length) {
        send(Arrays.copyOfRange(bytes, position, position + length));
    }

    @Override
    public boolean isSent() {
        return exchange.sent();
    }

    @Override
    public boolean hasEntity() {
        return exchange.sent() || stream != null;
    }

    @Override
    public OutputStream outputStream() {
        OutputStream pushed = new PushedResponse(exchange, this::head, this::trailerFields);
        OutputStream filtered = streamFilter.apply(contentEncode(pushed));
        stream = filtered;
        return filtered;
    }

    /** A sink, such as Helidon's of server-sent events; it writes to {@link #outputStream()}. */
    @Override
    public <X extends Sink<?>> X sink(GenericType<X> sinkType) {
        return createSink(sinkType, request, ctx, this::commit, this::flushHead, OwnRouteResponse::oldSink, () -> {});
    }

    private static void oldSink(Object data, MediaType type) {
        throw new UnsupportedOperationException("a sink of Helidon before 4.1.2");
    }

    private void flushHead() {
        try {
            if (stream != null) {
                stream.flush();
            }
        } catch (IOException left) {
            throw new ServerConnectionException("the client left", left);
        }
    }

    /** The response with its head at the time when the first byte is written. */
    private Response head() {
        beforeSend();
        long length = headers.contentLength().orElse(Body.UNKNOWN);
        return Response.of(status(), HelidonHeaders.fields(headers), new PushedResponse.PushedBody(length));
    }

    private Fields trailerFields() {
        if (beforeTrailers() != null) {
            beforeTrailers().accept(trailers);
        }
        return HelidonHeaders.fields(trailers);
    }

    @Override
    public long bytesWritten() {
        return Math.max(bytesWritten, exchange.bytesSent());
    }

    @Override
    public ServerResponseTrailers trailers() {
        return trailers;
    }

    @Override
    public void streamResult(String result) {
        trailers.set(STREAM_RESULT_NAME, result);
    }

    @Override
    public void streamFilter(UnaryOperator<OutputStream> filterFunction) {
        UnaryOperator<OutputStream> inner = streamFilter;
        streamFilter = stream -> filterFunction.apply(inner.apply(stream));
    }

    @Override
    public boolean reset() {
        boolean possible = resetStream();
        if (possible) {
            headers.clear();
            status(Status.OK_200);
        }
        return possible;
    }

    @Override
    public boolean resetStream() {
        if (exchange.sent()) {
            return false;
        }
        stream = null;
        return true;
    }

    /** Ends a stream that a route has left open, as Helidon's own responses do. */
    @Override
    public void commit() {
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException left) {
                throw new ServerConnectionException("the client left", left);
            }
        }
    }
}
