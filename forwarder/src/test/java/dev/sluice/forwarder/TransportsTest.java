package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.io.Deadlines;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.ManualTicker;
import dev.sluice.testkit.RawHttp2Server;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class TransportsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ManualTicker ticker = new ManualTicker();
    private final Transports transports = new Transports(ticker, new Deadlines(ticker), new Random(3));

    private Forwarder forwarder(UnaryOperator<ForwarderOptions.Builder> options) {
        return new Forwarder(options.apply(ForwarderOptions.builder()).build(), transports);
    }

    private static String get(Forwarder forwarder, FakeUpstream upstream) {
        return Exchanges.send(forwarder.handle(Exchanges.get("/").withUpstream(upstream.upstream())));
    }

    @Test
    void forwardersThatReachUpstreamsInTheSameWayShareConnections() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                Forwarder first = forwarder(options -> options.passHost(true));
                Forwarder second = forwarder(options -> options.via("other"));
                Forwarder third = forwarder(options -> options.connectTimeout(Duration.ofSeconds(1)))) {
            get(first, upstream);
            get(second, upstream);
            assertThat(upstream.connections()).isEqualTo(1);
            get(third, upstream);
            assertThat(upstream.connections()).isEqualTo(2);
            assertThat(transports.size()).isEqualTo(2);
        }
        assertThat(transports.size()).isZero();
    }

    private Transports.Connections http1() {
        return transports.connections().stream()
                .filter(some -> !some.http2())
                .findFirst()
                .orElseThrow();
    }

    private static Transports.Connections http1(FakeUpstream upstream, int idle, int active) {
        return new Transports.Connections(upstream.upstream(), false, idle, active);
    }

    @Test
    void countsConnectionsThatAreIdleAndThoseThatCarryAnExchange() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                Forwarder forwarder = forwarder(options -> options)) {
            assertThat(transports.connections()).isEmpty();
            Response first = forwarder.handle(Exchanges.get("/").withUpstream(upstream.upstream()));
            assertThat(http1()).isEqualTo(http1(upstream, 0, 1));
            Response second = forwarder.handle(Exchanges.get("/").withUpstream(upstream.upstream()));
            assertThat(http1()).isEqualTo(http1(upstream, 0, 2));
            Exchanges.send(first);
            assertThat(http1()).isEqualTo(http1(upstream, 1, 1));
            second.close();
            assertThat(http1()).as("one that was not read to its end is closed").isEqualTo(http1(upstream, 1, 0));
        }
        assertThat(transports.connections()).isEmpty();
    }

    @Test
    void aTunnelIsAConnectionInUse() {
        Fields upgrade = Fields.of("Host", "h", "Connection", "Upgrade", "Upgrade", "x");
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
            connection.awaitClose();
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script);
                Forwarder forwarder = forwarder(options -> options)) {
            Response response = forwarder.handle(
                    Exchanges.request("GET", "/", upgrade, Body.empty()).withUpstream(upstream.upstream()));
            assertThat(response.tunnel()).isPresent();
            assertThat(http1()).isEqualTo(http1(upstream, 0, 1));
            response.close();
            assertThat(http1()).isEqualTo(http1(upstream, 0, 0));
        }
    }

    @Test
    void aConnectionOfManyStreamsIsOne() throws Exception {
        try (RawHttp2Server server = RawHttp2Server.start();
                Forwarder forwarder = forwarder(options -> options)) {
            Upstream upstream = Upstream.of(server.url());
            Callable<String> ask =
                    () -> Exchanges.send(forwarder.handle(Exchanges.get("/").withUpstream(upstream)));
            FutureTask<String> first = Forwarding.aside(ask);
            RawHttp2Server.Connection connection = server.accept();
            connection.handshake();
            Http2Frame one = connection.expectRequest();
            FutureTask<String> second = Forwarding.aside(ask);
            Http2Frame two = connection.expectRequest();
            Transports.Connections none = new Transports.Connections(upstream, false, 0, 0);
            assertThat(transports.connections())
                    .containsExactly(none, new Transports.Connections(upstream, true, 0, 1));
            for (Http2Frame request : List.of(one, two)) {
                connection.respond(request.stream(), "ok", ":status: 200");
            }
            assertThat(List.of(first.get(), second.get())).containsExactly("ok", "ok");
            assertThat(transports.connections())
                    .containsExactly(none, new Transports.Connections(upstream, true, 1, 0));
            connection.close();
        }
    }

    @Test
    void theLastUserClosesConnectionsAndNobodyCountsTwice() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Forwarder first = forwarder(options -> options);
            Forwarder second = forwarder(options -> options);
            get(first, upstream);
            first.close();
            first.close();
            get(second, upstream);
            assertThat(upstream.connections()).isEqualTo(1);
            second.close();
            Forwarding.await(() -> upstream.openConnections() == 0);
            assertThat(transports.size()).isZero();
        }
    }

    @Test
    void looksNamesUpWhereItIsTold() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                Forwarder forwarder =
                        forwarder(options -> options.dns((name, lookup) -> InetAddress.getLoopbackAddress()))) {
            var request = Exchanges.get("/").withUpstream(Upstream.of("http://nowhere.invalid:" + upstream.port()));
            assertThat(Exchanges.send(forwarder.handle(request))).isEqualTo("ok");
        }
    }

    @Test
    void answers502ForANameThatTheResolverDoesNotKnow() {
        try (Forwarder forwarder = forwarder(options -> options.dns((name, lookup) -> {
                    throw new IllegalArgumentException("unknown");
                }));
                Response response =
                        forwarder.handle(Exchanges.get("/").withUpstream(Upstream.of("http://nowhere.invalid")))) {
            assertThat(response.failure()).containsInstanceOf(Failure.ConnectFailed.class);
        }
    }

    @Test
    void reachesAnUpstreamByAUnixDomainSocket(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                Forwarder forwarder = forwarder(options -> options.unixSocket(file))) {
            server.bind(UnixDomainSocketAddress.of(file));
            var asked = Forwarding.aside(() -> {
                try (SocketChannel connection = server.accept()) {
                    ByteBuffer head = ByteBuffer.allocate(8_192);
                    connection.read(head);
                    connection.write(ByteBuffer.wrap(OK.getBytes(StandardCharsets.ISO_8859_1)));
                    return new String(head.array(), 0, head.position(), StandardCharsets.ISO_8859_1);
                }
            });
            var request = Exchanges.get("/x").withUpstream(Upstream.of("http://app"));
            assertThat(Exchanges.send(forwarder.handle(request))).isEqualTo("ok");
            assertThat(asked.get()).startsWith("GET /x HTTP/1.1\r\nHost: app\r\n");
        }
    }

    @Test
    void answers502WhenNobodyListensAtTheUnixDomainSocket(@TempDir Path directory) {
        try (Forwarder forwarder = forwarder(options -> options.unixSocket(directory.resolve("s")));
                Response response = forwarder.handle(Exchanges.get("/").withUpstream(Upstream.of("http://app")))) {
            assertThat(response.failure()).containsInstanceOf(Failure.ConnectFailed.class);
        }
    }
}
