package dev.sluice.server.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.time.Ticker;
import dev.sluice.io.Deadlines;
import dev.sluice.server.TestKeys;
import dev.sluice.server.rules.HostTime;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.RawClient;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of a connection whose TLS handshake fails: nothing that outlives it for long. */
@Timeout(60)
class AcceptedChannelsTest {
    private static final Duration LONGER_THAN_THE_TEST = Duration.ofMinutes(10);
    private static final String NO_TLS = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    private static Path directory;

    private static TestKeys keys;

    private WebServer server;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = TestKeys.of("gateway", directory);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    /** Claims a connection as the wire host does, and answers with the end of it. */
    private record Claiming(AcceptedChannels channels) implements ServerConnectionSelector {
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
            Accepted claimed = channels.claim(ctx).orElseThrow();
            return new ServerConnection() {
                @Override
                public void handle(Limit limit) {
                    ctx.serverSocket().close();
                    claimed.leave().run();
                }

                @Override
                public Duration idleTime() {
                    return Duration.ZERO;
                }

                @Override
                public void close(boolean interrupt) {
                    ctx.serverSocket().close();
                }
            };
        }
    }

    private AcceptedChannels start(int most) {
        AcceptedChannels channels =
                AcceptedChannels.alone(LONGER_THAN_THE_TEST, most, new HostTime(Ticker.system(), Deadlines.system()));
        server = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .useNio(false)
                .shutdownHook(false)
                .connectionOptions(channels.options())
                .tls(channels.tls(keys.server()))
                .addConnectionSelector(new Claiming(channels))
                .build()
                .start();
        return channels;
    }

    private void failedHandshake() throws IOException {
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(NO_TLS).restOrReset();
        }
    }

    @Test
    void failedHandshakesAreForgottenThoughNobodyTellsOfThem() throws Exception {
        AcceptedChannels channels = start(1_000);
        for (int i = 0; i < 300; i++) {
            failedHandshake();
            assertThat(channels.remembered()).isLessThanOrEqualTo(66);
        }
        Await.until(() -> channels.unclaimed() == 0); // the last is closed just after its client has seen the end
        assertThat(channels.open()).isZero();
    }

    @Test
    void theirPlacesAreGivenToOthers() throws Exception {
        start(2);
        for (int i = 0; i < 10; i++) {
            failedHandshake();
        }
        try (SSLSocket client = (SSLSocket) TestKeys.stranger(keys)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            client.startHandshake();
            assertThat(client.getSession().isValid()).isTrue();
        }
    }
}
