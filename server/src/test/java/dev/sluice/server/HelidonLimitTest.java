package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Response;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.RawHttp2Client;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limit of requests that a WebServer of one's own has holds for the wire host, in both versions of HTTP. */
@Timeout(30)
class HelidonLimitTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String SLOW = "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n";

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private WebServer server;

    @BeforeEach
    void start() {
        WireHost wire = WireHost.create(WireOptions.builder().build(), Host.HOSTING);
        HttpRouting.Builder routing = HttpRouting.builder();
        Host.pipeline(List.of(), request -> {
                    if (request.target().equals("/slow")) {
                        arrived.countDown();
                        await(goOn);
                    }
                    return Response.of(Status.OK_200, "served");
                })
                .install(routing);
        server = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .useNio(false)
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofMillis(50))
                .concurrencyLimit(FixedLimit.builder().permits(1).build())
                .connectionOptions(wire.connectionOptions())
                .addConnectionSelector(wire)
                .addRouting(routing)
                .build()
                .start();
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        server.stop();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private RawHttp2Client http2() throws IOException {
        RawHttp2Client client = RawHttp2Client.connect(server.port());
        client.handshake();
        return client;
    }

    @Test
    void aStreamBeyondTheLimitIsAnswered503AndItsConnectionGoesOn() throws IOException {
        try (RawHttp2Client client = http2()) {
            int slow = client.request("GET", "/slow");
            await(arrived);
            client.exchange("/", 503);
            goOn.countDown();
            client.expectResponse(slow, 200);
            assertThat(client.body(slow)).isEqualTo("served");
        }
    }

    @Test
    void aRequestOfHttp11BeyondTheLimitIsAnswered503() throws IOException {
        try (RawClient busy = RawClient.connect(server.port()).send(SLOW);
                RawClient client = RawClient.connect(server.port())) {
            await(arrived);
            assertThat(client.send(GET).answer().status()).isEqualTo(503);
            goOn.countDown();
            assertThat(busy.answer().status()).isEqualTo(200);
        }
    }
}
