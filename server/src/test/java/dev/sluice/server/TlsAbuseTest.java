package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.accept.WrappedSocketOptions;
import dev.sluice.testkit.RawClient;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What TLS lets a client do at the server's cost: it is refused, or cut in time. */
@Timeout(90)
class TlsAbuseTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int SMALL_BUFFER = 4 * 1024;

    @TempDir
    private static Path directory;

    private static TestKeys keys;

    private Runnable stop = () -> {};

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = TestKeys.of("gateway", directory);
    }

    @AfterEach
    void stop() {
        stop.run();
    }

    private static SSLSocket client(int port, String version) throws Exception {
        Socket plain = new Socket();
        plain.setReceiveBufferSize(SMALL_BUFFER);
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        SSLSocket socket =
                (SSLSocket) TestKeys.stranger(keys).getSocketFactory().createSocket(plain, "gateway", port, true);
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        return socket;
    }

    @Test
    @DisplayName("a client's renegotiation is refused, and its connection ends (RFC 5246 §7.4.1.1)")
    void renegotiation() throws Exception {
        ListenOptions options = Host.listening().tls(keys.server()).build();
        RunningServer server =
                RunningServer.start(Host.pipeline(List.of(), new Echo())::install, Host.HOSTING, options);
        stop = server::stop;
        try (SSLSocket socket = client(server.port(), "TLSv1.2")) {
            RawClient client = RawClient.over(socket);
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        client.send(GET).answer();
                    })
                    .isInstanceOf(IOException.class);
        }
        try (SSLSocket socket = client(server.port(), "TLSv1.2")) {
            assertThat(RawClient.over(socket).send(GET).answer().status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("KeyUpdates of a client that takes no answer to them end with its connection (RFC 8446 §4.6.3)")
    void keyUpdates() throws Exception {
        Duration brief = Duration.ofSeconds(1);
        WireHost wire = WireHost.create(
                WireOptions.builder().idleTimeout(brief).bodyTimeout(brief).build(), Host.HOSTING);
        WebServer server = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .useNio(false)
                .shutdownHook(false)
                .connectionOptions(new SmallBuffers(wire.connectionOptions()))
                .tls(wire.tls(keys.server()))
                .addConnectionSelector(wire)
                .routing(Host.pipeline(List.of(), new Echo())::install)
                .build()
                .start();
        stop = server::stop;
        try (SSLSocket socket = client(server.port(), "TLSv1.3")) {
            RawClient client = RawClient.over(socket);
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
            assertThatThrownBy(() -> {
                        while (true) {
                            socket.startHandshake(); // a KeyUpdate that wants one back
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    /** So that a client that takes nothing is soon waited for. */
    private record SmallBuffers(SocketOptions delegate) implements WrappedSocketOptions {
        @Override
        public void configureSocket(SocketChannel channel) {
            delegate.configureSocket(channel);
            try {
                channel.setOption(StandardSocketOptions.SO_SNDBUF, SMALL_BUFFER);
            } catch (IOException closed) {
                throw new IllegalStateException(closed);
            }
        }
    }
}
