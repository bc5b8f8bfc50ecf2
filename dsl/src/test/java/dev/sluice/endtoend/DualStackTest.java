package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.RunningProxy;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A name that is loopback in both families, and a server that listens on one of them (RFC 8305). */
@Timeout(60)
class DualStackTest {
    private static final Duration MOST = Duration.ofMillis(300);
    private static final int ROUNDS = 3;
    private static final int MORE_THAN_THE_QUEUE = 8;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void warm() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            wires.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private static InetAddress address(String literal) {
        return Cidr.address(literal).orElseThrow();
    }

    private static void assumeBothFamilies() {
        try (ServerSocket six = new ServerSocket(0, 1, address("::1"))) {
            assertThat(six.isBound()).isTrue();
        } catch (IOException none) {
            assumeTrue(false, "this machine has no ::1");
        }
    }

    private int listening(String address) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address(address), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        open.add(() -> server.stop(0));
        return server.getAddress().getPort();
    }

    /** A port whose queue is full: a connection is neither taken nor refused. */
    private void silent(String address, int port) throws IOException {
        InetSocketAddress there = new InetSocketAddress(address(address), port);
        ServerSocket listener = new ServerSocket(port, 1, there.getAddress());
        open.add(listener);
        for (int i = 0; i < MORE_THAN_THE_QUEUE; i++) {
            SocketChannel channel = SocketChannel.open();
            open.add(channel);
            channel.configureBlocking(false);
            channel.connect(there);
        }
    }

    /** How long the first request of a gateway takes; the best of some gateways, as the machine is not ours alone. */
    private static Duration firstRequest(String host, int port) throws IOException {
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < ROUNDS; i++) {
            RunningProxy gateway = Wires.start(proxy().forward("http://" + host + ":" + port));
            try (RawClient client = RawClient.connect(gateway.port())) {
                long start = System.nanoTime();
                assertThat(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                                .answer()
                                .status())
                        .isEqualTo(204);
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                best = took.compareTo(best) < 0 ? took : best;
            } finally {
                gateway.stop();
            }
        }
        return best;
    }

    @ParameterizedTest
    @CsvSource({
        FamilyOrder.SIX_FIRST + ", ::1",
        FamilyOrder.SIX_FIRST + ", 127.0.0.1",
        FamilyOrder.FOUR_FIRST + ", ::1",
        FamilyOrder.FOUR_FIRST + ", 127.0.0.1"
    })
    void theFirstRequestMeetsAServerThatListensOnOneAddressOnly(String host, String address) throws IOException {
        assumeBothFamilies();
        assertThat(firstRequest(host, listening(address))).isLessThan(MOST);
    }

    /** Also on a machine without IPv6 a name can have such an address. */
    @Test
    void theFirstRequestDoesNotWaitForAFamilyThatIsNotThere() throws IOException {
        assertThat(firstRequest(FamilyOrder.SIX_FIRST, listening("127.0.0.1"))).isLessThan(MOST);
    }

    @ParameterizedTest
    @CsvSource({FamilyOrder.SIX_FIRST + ", ::1, 127.0.0.1", FamilyOrder.FOUR_FIRST + ", 127.0.0.1, ::1"})
    void theFirstRequestDoesNotWaitForAnAddressThatDoesNotAnswer(String host, String silent, String answering)
            throws IOException {
        assumeBothFamilies();
        int port = listening(answering);
        silent(silent, port);
        assertThat(firstRequest(host, port))
                .isGreaterThan(Duration.ofMillis(100))
                .isLessThan(MOST);
    }
}
