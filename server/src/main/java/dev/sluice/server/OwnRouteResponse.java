package dev.sluice.server;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import io.helidon.http.Header;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.ServerResponseTrailers;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponseBase;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * What a route beside the proxy answers with, on the wire host. It leaves through the same exchange as the proxy's
 * responses, so that framing, gates and trace are the same.
 */
final class OwnRouteResponse extends ServerResponseBase<OwnRouteResponse> {
    private final WireExchange exchange;
    private final ServerResponseHeaders headers = ServerResponseHeaders.create();
    private final ServerResponseTrailers trailers = ServerResponseTrailers.create(WritableHeaders.create());
    private UnaryOperator<OutputStream> streamFilter = UnaryOperator.identity();
    private long bytesWritten;

    OwnRouteResponse(ConnectionContext ctx, ServerRequest request, WireExchange exchange) {
        super(ctx, request);
        this.exchange = exchange;
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

    @Override
    public void send(byte[] bytes) {
        beforeSend();
        byte[] entity = entityBytes(bytes);
        bytesWritten = entity.length;
        exchange.send(Response.of(status(), HelidonHeaders.fields(headers), Body.of(entity)));
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
        return exchange.sent();
    }

    @Override
    public OutputStream outputStream() {
        return streamFilter.apply(contentEncode(new PushedResponse(exchange, this::head, this::trailerFields)));
    }

    /** The head as it is when the first byte is written. */
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
        return bytesWritten;
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
        if (exchange.sent()) {
            return false;
        }
        headers.clear();
        status(Status.OK_200);
        return true;
    }

    @Override
    public void commit() {
        // nothing is held back: send() sends at once, an output stream when it is closed
    }
}
