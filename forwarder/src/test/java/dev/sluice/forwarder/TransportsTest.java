package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Failure;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.io.Deadlines;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.ManualTicker;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
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
