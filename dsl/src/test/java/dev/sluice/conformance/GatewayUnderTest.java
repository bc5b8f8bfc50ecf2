package dev.sluice.conformance;

import static dev.sluice.Sluice.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.RunningProxy;
import dev.sluice.testkit.RawHttp2Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A gateway before an HTTP/1.1 server that answers everything with a text, for all tests of a class. Each test gets a
 * client of its own that has said the preface and seen the gateway's settings.
 *
 * <p>With {@code -Dhttp2.port=} the tests run against whatever listens there, such as HAProxy: so the tests are tested.
 */
final class GatewayUnderTest implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    static final String TEXT = "The quick brown fox jumps over the lazy dog.";

    private final List<RawHttp2Client> clients = new ArrayList<>();
    private final List<AutoCloseable> running = new ArrayList<>();
    private int port = Integer.getInteger("http2.port", 0);

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (port != 0) {
            return;
        }
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        upstream.createContext("/", GatewayUnderTest::answer);
        upstream.start();
        running.add(() -> upstream.stop(0));
        RunningProxy gateway = proxy().forward(
                        "http://127.0.0.1:" + upstream.getAddress().getPort())
                .listen(listen -> listen.host("127.0.0.1").port(0).drainTimeout(Duration.ZERO));
        running.addFirst(gateway::stop);
        port = gateway.port();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] text = TEXT.getBytes(StandardCharsets.US_ASCII);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : text.length);
            if (!head) {
                exchange.getResponseBody().write(text);
            }
        }
    }

    /** Connects and sends nothing. */
    RawHttp2Client connect() throws IOException {
        RawHttp2Client client = RawHttp2Client.connect(port);
        clients.add(client);
        return client;
    }

    /** Connects and shakes hands. */
    RawHttp2Client greeted(int... settings) throws IOException {
        RawHttp2Client client = connect();
        client.handshake(settings);
        return client;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RawHttp2Client.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        try {
            return greeted();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        clients.forEach(RawHttp2Client::close);
        clients.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        for (AutoCloseable each : running) {
            each.close();
        }
    }
}
