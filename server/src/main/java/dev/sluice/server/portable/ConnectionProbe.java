package dev.sluice.server.portable;

import io.helidon.common.GenericType;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http.spi.Sink;
import io.helidon.webserver.http.spi.SinkProvider;
import io.helidon.webserver.http.spi.SinkProviderContext;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Finds the connection below a response of Helidon's. Helidon 4.5.0 gives it to providers of sinks only. This is a
 * provider of a sink that is never made: it reports the connection by an exception, since a response that has made a
 * sink counts as sent. {@code PortableHttp2LeavingTest} fails if a new version of Helidon changes that.
 */
@SuppressWarnings({"TypeParameterUnusedInFormals", "removal"}) // required by Helidon's interface
public final class ConnectionProbe implements SinkProvider<Object> {
    private static final GenericType<NoSink> TYPE = GenericType.create(NoSink.class);

    /** For Helidon, which finds it as a service. */
    public ConnectionProbe() {}

    /** The type of sink that is asked for in order to get the connection. */
    private interface NoSink extends Sink<Object> {
        @Override
        void close();
    }

    private static final class Found extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient HelidonSocket socket;

        Found(HelidonSocket socket) {
            super("found", null, false, false);
            this.socket = socket;
        }
    }

    /** The connection's socket; none in tests without sockets. */
    static Optional<HelidonSocket> socket(ServerResponse response) {
        try {
            response.sink(TYPE);
            return Optional.empty();
        } catch (Found found) {
            return Optional.of(found.socket);
        } catch (IllegalStateException | UnsupportedOperationException noSinks) {
            return Optional.empty();
        }
    }

    @Override
    public boolean supports(GenericType<? extends Sink<?>> type, ServerRequest request) {
        return TYPE.equals(type);
    }

    @Override
    public <X extends Sink<Object>> X create(SinkProviderContext context) {
        throw new Found(context.connectionContext().serverSocket());
    }

    @Override
    public <X extends Sink<Object>> X create(
            ServerResponse response, BiConsumer<Object, MediaType> events, Runnable close) {
        throw new IllegalStateException("there is no such sink");
    }
}
