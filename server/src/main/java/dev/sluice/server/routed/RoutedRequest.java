package dev.sluice.server.routed;

import dev.sluice.core.Body;
import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import dev.sluice.server.exchange.WireExchange;
import dev.sluice.server.rules.RoutableTarget;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.context.Context;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.uri.UriInfo;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.Header;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestedUriDiscoveryContext;
import io.helidon.http.RoutedPath;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.media.ReadableEntity;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.ServerRequestEntity;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request of the wire host as Helidon's routing sees it. The proxy does not use it; what routes and filters ask for
 * is made when they ask.
 */
public final class RoutedRequest implements RoutingRequest {
    private static final int ENTITY_BUFFER = 8 * 1024;
    private static final int MAX_BUFFERED_ENTITY = 64 * 1024;

    private final ConnectionContext ctx;
    private final HttpSecurity security;
    private final WireExchange exchange;
    private HttpPrologue prologue;
    private @Nullable RoutedPath path;
    private @Nullable String matchingPattern;
    private @Nullable ServerRequestHeaders headers;
    private @Nullable Context context;
    private @Nullable ReadableEntity entity;
    private UnaryOperator<InputStream> streamFilter = UnaryOperator.identity();

    RoutedRequest(ConnectionContext ctx, HttpSecurity security, WireExchange exchange) {
        this.ctx = ctx;
        this.security = security;
        this.exchange = exchange;
        this.prologue = RoutableTarget.prologue(exchange.request().head());
    }

    /** The exchange behind it. */
    public WireExchange exchange() {
        return exchange;
    }

    @Override
    public void reset() {
        exchange.last();
    }

    @Override
    public boolean isSecure() {
        return ctx.isSecure();
    }

    @Override
    public RoutedPath path() {
        if (path == null) {
            throw new IllegalStateException("the request has not been routed yet");
        }
        return path;
    }

    @Override
    public ReadableEntity content() {
        ReadableEntity known = entity;
        if (known == null) {
            Body body = exchange.request().body();
            known = ServerRequestEntity.create(
                    drain -> continueIfExpected(),
                    streamFilter,
                    ContentDecoder.NO_OP,
                    estimate -> nextPart(body),
                    body::close,
                    headers(),
                    ctx.listenerContext().mediaContext(),
                    ctx.listenerContext().config().maxPayloadSize(),
                    MAX_BUFFERED_ENTITY);
            entity = known;
        }
        return known;
    }

    private void continueIfExpected() {
        if (exchange.request().fields().contains(FieldNames.EXPECT)) {
            exchange.inform(Status.CONTINUE_100, Fields.EMPTY);
        }
    }

    private static @Nullable BufferData nextPart(Body body) {
        byte[] part = new byte[ENTITY_BUFFER];
        int count = body.read(part, 0, part.length);
        return count < 0 ? null : BufferData.create(part, 0, count);
    }

    @Override
    public String socketId() {
        return ctx.childSocketId();
    }

    @Override
    public String serverSocketId() {
        return ctx.socketId();
    }

    @Override
    public Context context() {
        Context known = context;
        if (known == null) {
            known = Context.builder().parent(ctx.listenerContext().context()).build();
            context = known;
        }
        return known;
    }

    @Override
    public ListenerContext listenerContext() {
        return ctx.listenerContext();
    }

    @Override
    public HttpSecurity security() {
        return security;
    }

    @Override
    public boolean continueSent() {
        return !exchange.request().fields().contains(FieldNames.EXPECT);
    }

    @Override
    public void streamFilter(UnaryOperator<InputStream> filterFunction) {
        UnaryOperator<InputStream> inner = streamFilter;
        streamFilter = stream -> filterFunction.apply(inner.apply(stream));
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return ctx.proxyProtocolData();
    }

    @Override
    public Optional<String> matchingPattern() {
        return Optional.ofNullable(matchingPattern);
    }

    @Override
    public RoutingRequest path(RoutedPath routedPath) {
        path = routedPath;
        return this;
    }

    @Override
    public RoutingRequest prologue(HttpPrologue newPrologue) {
        prologue = newPrologue;
        return this;
    }

    @Override
    public RoutingRequest matchingPattern(String pattern) {
        matchingPattern = pattern;
        return this;
    }

    @Override
    public HttpPrologue prologue() {
        return prologue;
    }

    @Override
    public ServerRequestHeaders headers() {
        ServerRequestHeaders known = headers;
        if (known == null) {
            known = new RoutedHeaders(exchange.request().fields());
            headers = known;
        }
        return known;
    }

    @Override
    public UriQuery query() {
        return prologue.query();
    }

    @Override
    public PeerInfo remotePeer() {
        return ctx.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return ctx.localPeer();
    }

    @Override
    public String authority() {
        return exchange.request().fields().first(FieldNames.HOST).orElse("");
    }

    @Override
    public void header(Header header) {
        WritableHeaders<?> changed = WritableHeaders.create(headers());
        changed.set(header);
        headers = ServerRequestHeaders.create(changed);
    }

    @Override
    public int id() {
        return System.identityHashCode(exchange);
    }

    @Override
    public UriInfo requestedUri() {
        return ctx.listenerContext()
                .config()
                .requestedUriDiscoveryContext()
                .orElseGet(() -> RequestedUriDiscoveryContext.builder().build())
                .uriInfo(
                        remotePeer().address(),
                        localPeer().address(),
                        path().absolute().path(),
                        headers(),
                        query(),
                        isSecure());
    }
}
