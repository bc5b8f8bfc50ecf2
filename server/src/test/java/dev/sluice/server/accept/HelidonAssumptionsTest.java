package dev.sluice.server.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.TestKeys;
import dev.sluice.testkit.RawClient;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link AcceptedChannels} takes for granted of Helidon's listener without NIO, tried on Helidon alone: if a
 * new version fails one of these, that class is the one to change.
 */
class HelidonAssumptionsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    private static Path directory;

    private final BlockingQueue<SocketChannel> accepted = new LinkedBlockingQueue<>();
    private final BlockingQueue<ConnectionContext> begun = new LinkedBlockingQueue<>();
    private Consumer<ConnectionContext> beforeItIsHandled = ctx -> {};
    private WebServer server;

    @AfterEach
    void stop() {
        server.stop();
    }

    /** Takes every connection and ends it. */
    private final class Ending implements ServerConnectionSelector {
        @Override
        public int bytesToIdentifyConnection() {
            return 0;
        }

        @Override
        public Support supports(BufferData data) {
            return Support.SUPPORTED;
        }

        @Override
        public Set<String> supportedApplicationProtocols() {
            return Set.of("http/1.1");
        }

        @Override
        public ServerConnection connection(ConnectionContext ctx) {
            beforeItIsHandled.accept(ctx);
            begun.add(ctx);
            return new ServerConnection() {
                @Override
                public void handle(Limit limit) {
                    ctx.serverSocket().close();
                }

                @Override
                public Duration idleTime() {
                    return Duration.ZERO;
                }

                @Override
                public void close(boolean interrupt) {
                    // handle() closes it: Helidon's socket throws if two threads do
                }
            };
        }
    }

    private void start(Consumer<SocketChannel> told, Consumer<WebServerConfig.Builder> more) {
        WebServerConfig.Builder config = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .useNio(false)
                .shutdownHook(false)
                .connectionOptions(new CatchingSocketOptions(SocketOptions.create(), told))
                .addConnectionSelector(new Ending());
        more.accept(config);
        server = config.build().start();
    }

    @Test
    void aListenerAppliesItsSocketOptionsToEachChannelBeforeItReadsFromIt() throws Exception {
        start(accepted::add, config -> {});
        try (RawClient silent = RawClient.connect(server.port());
                RawClient another = RawClient.connect(server.port())) {
            assertThat(accepted.poll(5, TimeUnit.SECONDS)).isNotNull();
            assertThat(accepted.poll(5, TimeUnit.SECONDS)).isNotNull();
            assertThat(silent).isNotSameAs(another);
        }
    }

    @Test
    void anExceptionFromSocketOptionsClosesThatChannelAndTheListenerGoesOn() throws Exception {
        AtomicBoolean refused = new AtomicBoolean();
        start(
                channel -> {
                    if (!refused.getAndSet(true)) {
                        throw new IllegalStateException("not this one");
                    }
                    accepted.add(channel);
                },
                config -> {});
        try (RawClient first = RawClient.connect(server.port())) {
            assertThat(first.send(GET).restOrReset()).isIn("", "<reset>");
        }
        try (RawClient second = RawClient.connect(server.port())) {
            assertThat(second.send(GET).restOrReset()).isIn("", "<reset>");
            assertThat(accepted.poll(5, TimeUnit.SECONDS)).isNotNull();
            assertThat(begun.poll(5, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void aListenerAcceptsNoFurtherChannelWhileSocketOptionsAreApplied() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        start(
                channel -> {
                    accepted.add(channel);
                    await(goOn);
                },
                config -> {});
        try (RawClient first = RawClient.connect(server.port());
                RawClient second = RawClient.connect(server.port())) {
            assertThat(accepted.poll(5, TimeUnit.SECONDS)).isNotNull();
            assertThat(accepted.poll(100, TimeUnit.MILLISECONDS)).isNull();
            goOn.countDown();
            assertThat(accepted.poll(5, TimeUnit.SECONDS)).isNotNull();
            assertThat(first).isNotSameAs(second);
        }
    }

    /** Why there is a {@code ListenerWatch}. */
    @Test
    void aListenerWhoseAcceptFailsEndsThoughItIsSaidToRun() throws Exception {
        start(
                channel -> {
                    throw new OutOfMemoryError("of a test");
                },
                config -> {});
        boolean refused = false;
        for (int tries = 0; tries < 10_000 && !refused; tries++) {
            refused = RawClient.isRefused(server.port());
        }
        assertThat(refused).isTrue();
        assertThat(server.isRunning()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void aConnectionTellsTheSameTwoAddressesAsItsChannel() throws Exception {
        BlockingQueue<List<SocketAddress>> ends = new LinkedBlockingQueue<>();
        start(channel -> ends.add(ends(channel)), config -> {});
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(GET).restOrReset();
            ConnectionContext ctx = begun.poll(5, TimeUnit.SECONDS);
            assertThat(ctx).isNotNull();
            assertThat(List.of(ctx.localPeer().address(), ctx.remotePeer().address()))
                    .isEqualTo(ends.poll(5, TimeUnit.SECONDS));
        }
    }

    /** No other selectors than those that were added. */
    private static void alone(WebServerConfig.Builder config) {
        config.protocolsDiscoverServices(false);
    }

    /** So that what reads next is ours: TLS on the channel, or the preface of HTTP/2. */
    @Test
    void theOnlySelectorGetsAConnectionOfWhichNothingWasRead() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        BlockingQueue<Integer> readBefore = new LinkedBlockingQueue<>();
        BlockingQueue<String> left = new LinkedBlockingQueue<>();
        beforeItIsHandled = ctx -> {
            readBefore.add(ctx.dataReader().available());
            left.add(read(accepted.remove(), GET.length()));
        };
        start(
                channel -> {
                    await(sent);
                    accepted.add(channel);
                },
                HelidonAssumptionsTest::alone);
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(GET);
            sent.countDown();
            assertThat(readBefore.poll(5, TimeUnit.SECONDS)).isZero();
            assertThat(left.poll(5, TimeUnit.SECONDS)).isEqualTo(GET);
        }
    }

    private static String read(SocketChannel channel, int count) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(count);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** So that a client may be one that waits for the server to speak. */
    @Test
    void theOnlySelectorGetsAConnectionThatSaysNothing() throws Exception {
        start(accepted::add, HelidonAssumptionsTest::alone);
        try (RawClient silent = RawClient.connect(server.port())) {
            assertThat(begun.poll(5, TimeUnit.SECONDS)).isNotNull();
            assertThat(silent.restOrReset()).isIn("", "<reset>");
        }
    }

    private static List<SocketAddress> ends(SocketChannel channel) {
        try {
            return List.of(channel.getLocalAddress(), channel.getRemoteAddress());
        } catch (IOException closed) {
            throw new IllegalStateException(closed);
        }
    }

    @Test
    void tlsSocketsAreMadeByTheContextOfTheTlsManagerOnTheAcceptedChannel() throws Exception {
        TestKeys keys = TestKeys.of("gateway", directory);
        BlockingQueue<SocketChannel> secured = new LinkedBlockingQueue<>();
        Tls tls = CatchingTls.of(keys.server(), (channel, socket, handshake) -> secured.add(channel));
        start(accepted::add, config -> config.tls(tls));
        try (SSLSocket client = (SSLSocket) TestKeys.stranger(keys)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            client.startHandshake();
            assertThat(secured.poll(5, TimeUnit.SECONDS)).isNotNull().isSameAs(accepted.poll(5, TimeUnit.SECONDS));
        }
    }
}
