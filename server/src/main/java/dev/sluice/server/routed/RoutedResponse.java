package dev.sluice.server.routed;

import dev.sluice.core.Outcome;
import dev.sluice.core.Response;
import dev.sluice.server.exchange.WireExchange;
import io.helidon.common.GenericType;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.Header;
import io.helidon.http.HttpPrologue;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.ServerResponseTrailers;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http.spi.Sink;
import java.io.OutputStream;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The response of the wire host as Helidon's routing sees it. The proxy does not use it; a full Helidon response is
 * made only when a route or filter needs one.
 */
final class RoutedResponse implements RoutingResponse {
    private final ConnectionContext ctx;
    private final ServerRequest request;
    private final WireExchange exchange;
    private @Nullable OwnRouteResponse own;

    RoutedResponse(ConnectionContext ctx, ServerRequest request, WireExchange exchange) {
        this.ctx = ctx;
        this.request = request;
        this.exchange = exchange;
    }

    private OwnRouteResponse own() {
        OwnRouteResponse known = own;
        if (known == null) {
            known = new OwnRouteResponse(ctx, request, exchange);
            own = known;
        }
        return known;
    }

    @Override
    public boolean isSent() {
        return exchange.sent();
    }

    @Override
    public boolean hasEntity() {
        return exchange.sent() || (own != null && own.hasEntity());
    }

    @Override
    public void resetRouting() {
        if (own != null) {
            own.resetRouting();
        }
    }

    @Override
    public boolean shouldReroute() {
        return own != null && own.shouldReroute();
    }

    @Override
    public boolean isNexted() {
        return own != null && own.isNexted();
    }

    @Override
    public boolean reset() {
        return own == null ? !exchange.sent() : own.reset();
    }

    @Override
    public boolean resetStream() {
        return own == null ? !exchange.sent() : own.resetStream();
    }

    @Override
    public void commit() {
        if (own != null) {
            own.commit();
        }
    }

    @Override
    public HttpPrologue reroutePrologue(HttpPrologue prologue) {
        return own().reroutePrologue(prologue);
    }

    @Override
    public ServerResponse status(Status status) {
        own().status(status);
        return this;
    }

    @Override
    public Status status() {
        return exchange.answer().map(Response::status).orElseGet(() -> own().status());
    }

    @Override
    public ServerResponse header(Header header) {
        own().header(header);
        return this;
    }

    @Override
    public void send() {
        own().send();
    }

    @Override
    public void send(byte[] bytes) {
        own().send(bytes);
    }

    @Override
    public void send(byte[] bytes, int position, int length) {
        own().send(bytes, position, length);
    }

    @Override
    public void send(Object entity) {
        own().send(entity);
    }

    @Override
    public OutputStream outputStream() {
        return own().outputStream();
    }

    @Override
    public <X extends Sink<?>> X sink(GenericType<X> sinkType) {
        return own().sink(sinkType);
    }

    @Override
    public long bytesWritten() {
        return own == null ? exchange.bytesSent() : own.bytesWritten();
    }

    @Override
    public ServerResponse beforeSend(Runnable listener) {
        own().beforeSend(listener);
        return this;
    }

    @Override
    public ServerResponse whenSent(Runnable listener) {
        exchange.state().onEnd(outcome -> {
            if (outcome.ending() == Outcome.Ending.SENT) {
                listener.run();
            }
        });
        return this;
    }

    @Override
    public ServerResponse reroute(String newPath) {
        own().reroute(newPath);
        return this;
    }

    @Override
    public ServerResponse reroute(String path, UriQuery query) {
        own().reroute(path, query);
        return this;
    }

    @Override
    public ServerResponse next() {
        own().next();
        return this;
    }

    @Override
    public ServerResponseHeaders headers() {
        return own().headers();
    }

    @Override
    public ServerResponseTrailers trailers() {
        return own().trailers();
    }

    @Override
    public ServerResponse beforeTrailers(Consumer<ServerResponseTrailers> beforeTrailers) {
        own().beforeTrailers(beforeTrailers);
        return this;
    }

    @Override
    public void streamResult(String result) {
        own().streamResult(result);
    }

    @Override
    public void streamFilter(UnaryOperator<OutputStream> filterFunction) {
        own().streamFilter(filterFunction);
    }
}
