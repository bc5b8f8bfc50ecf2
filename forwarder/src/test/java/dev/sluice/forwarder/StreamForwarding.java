package dev.sluice.forwarder;

import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.RawHttp2Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;

/** A forwarder, and an upstream whose frames a test scripts. */
final class StreamForwarding implements AutoCloseable {
    /** SETTINGS_ENABLE_CONNECT_PROTOCOL (RFC 8441 §3). */
    static final int CONNECT_PROTOCOL = 8;

    /** SETTINGS_MAX_CONCURRENT_STREAMS (RFC 9113 §6.5.2). */
    static final int MAX_STREAMS = 3;

    /** SETTINGS_INITIAL_WINDOW_SIZE (RFC 9113 §6.5.2). */
    static final int WINDOW = 4;

    static final int REFUSED_STREAM = 7;
    static final int CANCEL = 8;

    final RawHttp2Server server;
    final Forwarding forwarding;
    private final List<RawHttp2Server.Connection> connections = new ArrayList<>();

    StreamForwarding(UnaryOperator<ForwarderOptions.Builder> options) {
        try {
            server = RawHttp2Server.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        forwarding = new Forwarding(options);
    }

    StreamForwarding() {
        this(options -> options);
    }

    Upstream upstream() {
        return Upstream.of(server.url());
    }

    /** Forwards beside the test. */
    FutureTask<Response> start(Request request) {
        return Forwarding.aside(() -> forwarding.handle(request.withUpstream(upstream())));
    }

    FutureTask<Response> get() {
        return start(Exchanges.get("/"));
    }

    /** Accepts the next connection, with settings of the server. */
    RawHttp2Server.Connection accept(int... settings) {
        RawHttp2Server.Connection connection = server.accept();
        connections.add(connection);
        connection.handshake(settings);
        return connection;
    }

    /** Accepts the next connection, and says nothing. */
    RawHttp2Server.Connection acceptSilently() {
        RawHttp2Server.Connection connection = server.accept();
        connections.add(connection);
        connection.greeting();
        return connection;
    }

    int open() {
        return forwarding.open(upstream());
    }

    int waiting() {
        return forwarding.waiting(upstream());
    }

    void pass(Duration time) {
        forwarding.pass(time);
    }

    /** The text of a response, read as a host does. */
    static String text(FutureTask<Response> response) throws InterruptedException, ExecutionException {
        return Exchanges.send(response.get());
    }

    @Override
    public void close() throws IOException {
        forwarding.close();
        connections.forEach(RawHttp2Server.Connection::close);
        server.close();
    }
}
