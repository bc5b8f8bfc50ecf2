package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;

import dev.sluice.Listen;
import dev.sluice.Proxy;
import dev.sluice.RunningProxy;
import dev.sluice.core.peer.Trust;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.RawHttp2Client;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A gateway between two scripted ends: raw bytes go in at the client's, raw bytes come out at the upstream's.
 */
final class Wires implements AutoCloseable {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** Kept, because a logger that nobody keeps forgets its level. */
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    private static final Logger SLUICE = Logger.getLogger("dev.sluice");

    static {
        HELIDON.setLevel(Level.WARNING);
        SLUICE.setLevel(Level.WARNING);
    }

    private final FakeUpstream upstream;
    private final RunningProxy gateway;
    private final List<RawClient> clients = new ArrayList<>();
    private final List<RawHttp2Client> http2Clients = new ArrayList<>();

    private Wires(FakeUpstream upstream, RunningProxy gateway) {
        this.upstream = upstream;
        this.gateway = gateway;
    }

    /** Runs a proxy on a free port of loopback. */
    static RunningProxy start(Proxy proxy) {
        return start(proxy, listen -> {});
    }

    static RunningProxy start(Proxy proxy, Consumer<Listen> options) {
        return proxy.listen(listen -> {
            listen.host("127.0.0.1").port(0).drainTimeout(Duration.ZERO);
            options.accept(listen);
        });
    }

    static Wires scripted(FakeUpstream.Script script) {
        return forwarding(script, options -> {});
    }

    static Wires forwarding(FakeUpstream.Script script, Consumer<ForwarderOptions.Builder> options) {
        return between(FakeUpstream.scripted(script), options);
    }

    /** Every request is read, as far as Content-Length says, and answered with the same bytes. */
    static Wires answering(String response) {
        return between(FakeUpstream.answering(response), options -> {});
    }

    /** The same once; then the upstream closes. */
    static Wires answeringOnce(String response) {
        return scripted(connection -> {
            connection.readRequest();
            connection.write(response);
        });
    }

    static Wires answeringWith(Consumer<ForwarderOptions.Builder> options) {
        return between(FakeUpstream.answering(OK), options);
    }

    /** The same, behind proxies at these addresses. */
    static Wires answeringBehind(Trust trust, Consumer<ForwarderOptions.Builder> options) {
        FakeUpstream upstream = FakeUpstream.answering(OK);
        return listening(upstream, proxy().forward(upstream.url(), options), listen -> listen.trust(trust));
    }

    private static Wires between(FakeUpstream upstream, Consumer<ForwarderOptions.Builder> options) {
        return of(upstream, proxy().forward(upstream.url(), options));
    }

    /** Any proxy, whose upstream is told by its URL. */
    static Wires of(FakeUpstream upstream, Proxy proxy) {
        return listening(upstream, proxy, listen -> {});
    }

    static Wires listening(FakeUpstream upstream, Proxy proxy, Consumer<Listen> options) {
        return new Wires(upstream, start(proxy, options));
    }

    /** Another client. */
    RawClient connect() throws IOException {
        RawClient client = RawClient.connect(port());
        clients.add(client);
        return client;
    }

    /** A client of HTTP/2 that has shaken hands, with settings: an id and its value, and so on. */
    RawHttp2Client http2(int... settings) throws IOException {
        RawHttp2Client client = RawHttp2Client.connect(port());
        http2Clients.add(client);
        client.handshake(settings);
        return client;
    }

    int port() {
        return gateway.port();
    }

    FakeUpstream upstream() {
        return upstream;
    }

    /** The answer to a request of a client of its own. */
    Answer ask(String request) throws IOException {
        return connect().send(request).answer(request.substring(0, request.indexOf(' ')));
    }

    /** The head that the upstream has received last. */
    String received() {
        return upstream.heads().getLast();
    }

    /** The values of all fields of a name that the upstream has received last. */
    List<String> received(String name) {
        return Answer.fields(received(), name);
    }

    RunningProxy gateway() {
        return gateway;
    }

    /** Waits until the upstream has no connection: the gateway has let them go. */
    void awaitNoUpstreamConnection() {
        Eventually.holds("no connection to the upstream is open", () -> upstream.openConnections() == 0);
    }

    @Override
    public void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        http2Clients.forEach(RawHttp2Client::close);
        gateway.stop();
        upstream.close();
    }
}
