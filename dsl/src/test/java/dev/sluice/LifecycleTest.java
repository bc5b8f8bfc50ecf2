package dev.sluice;

import static dev.sluice.Http.OK;
import static dev.sluice.Http.get;
import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Outcome;
import dev.sluice.middlewares.trace.TraceSink;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.RawHttp2Client;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleTest {
    private static RunningProxy listening(Proxy proxy) {
        return proxy.listen(listen -> listen.host("127.0.0.1").port(0));
    }

    @Test
    void listensAgainAfterAStop() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Proxy proxy = proxy().trace(t -> t.lines(line -> {})).forward(upstream.url());
            for (int i = 0; i < 3; i++) {
                RunningProxy gateway = listening(proxy);
                assertThat(get(gateway, "/").statusCode()).isEqualTo(200);
                gateway.stop();
                assertThat(gateway.isRunning()).isFalse();
                assertThat(gateway.toString()).startsWith("stopped\nproxy\n");
            }
        }
    }

    @Test
    void aTakenPortIsAnExceptionThatNamesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Proxy proxy = proxy().forward("http://127.0.0.1:9001");

            assertThatThrownBy(() ->
                            proxy.listen(listen -> listen.host("127.0.0.1").port(taken.getLocalPort())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void endsItsStateWithTheLastListenerAlsoWhenAStartFailsAndClosesNothingOfItsUser() {
        AtomicInteger flushed = new AtomicInteger();
        Proxy proxy = proxy().trace(t -> t.sink(flushing(flushed))).forward("http://127.0.0.1:9001");
        RunningProxy first = listening(proxy);
        RunningProxy second = listening(proxy);
        assertThatThrownBy(() -> proxy.listen(listen -> listen.host("127.0.0.1").port(first.port())))
                .isInstanceOf(IllegalStateException.class);

        first.stop();
        first.stop();
        assertThat(flushed).hasValue(0);
        second.stop();
        assertThat(flushed).hasValue(1);
    }

    private static TraceSink flushing(AtomicInteger flushed) {
        return new TraceSink() {
            @Override
            public void write(byte[] block, int length) {}

            @Override
            public void flush() {
                flushed.incrementAndGet();
            }

            @Override
            public void close() {
                throw new AssertionError("a sink of the user's is closed");
            }
        };
    }

    @Test
    void aStopLetsAnExchangeInFlightEnd() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch stopping = new CountDownLatch(1);
        try (FakeUpstream slow = FakeUpstream.scripted(connection -> {
            connection.readRequest();
            asked.countDown();
            await(stopping);
            connection.write(OK);
        })) {
            RunningProxy gateway = listening(proxy().forward(slow.url()));
            var answer = CompletableFuture.supplyAsync(() -> get(gateway, "/"));
            await(asked);
            Thread stop = Thread.ofVirtual().start(gateway::stop);
            awaitRefusal(gateway.port());
            stopping.countDown();

            assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("ok");
            stop.join();
        }
    }

    /** Neither the upstream nor the client has broken it. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1", "HTTP/2"})
    void whatTheEndOfADrainCutsHasAReasonOfItsOwn(String protocol) throws Exception {
        BlockingQueue<Outcome> ended = new LinkedBlockingQueue<>();
        try (FakeUpstream endless = FakeUpstream.scripted(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
            connection.awaitClose();
        })) {
            RunningProxy gateway = proxy().use((ExchangeRecorder) (request, outcome) -> ended.add(outcome))
                    .forward(endless.url())
                    .listen(listen -> listen.host("127.0.0.1").port(0).drainTimeout(Duration.ofMillis(50)));
            try (AutoCloseable client = begun(protocol, gateway.port())) {
                assertThat(client).isNotNull();
                gateway.stop();
            }
        }
        Outcome outcome = ended.poll(10, TimeUnit.SECONDS);
        assertThat(outcome).isNotNull();
        assertThat(outcome.ending()).isEqualTo(Outcome.Ending.BROKEN);
        assertThat(outcome.failure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo("drain-over"));
    }

    /** A client that has the head of a response, and the first part of its body. */
    private static AutoCloseable begun(String protocol, int port) throws IOException {
        if (protocol.equals("HTTP/2")) {
            RawHttp2Client client = RawHttp2Client.connect(port);
            client.handshake();
            int stream = client.request("GET", "/");
            client.expectResponse(stream, 200);
            client.await(Http2Frame.DATA, stream);
            return client;
        }
        RawClient client = RawClient.connect(port).send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(client.head()).startsWith("HTTP/1.1 200 ");
        assertThat(client.chunk()).isEqualTo("first");
        return client;
    }

    /** Returns once the listener is closed, which is the first thing that a stop does. */
    private static void awaitRefusal(int port) {
        Await.until(() -> !accepts(port));
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException told) {
            throw new AssertionError(told);
        }
    }

    @Test
    void theDefaultOfConnectionsCountsTheFilesOfBuffers() {
        assertThat(ListenerChecks.descriptorsPerExchange(
                        proxy().forward("http://a").model()))
                .isEqualTo(2);
        assertThat(ListenerChecks.descriptorsPerExchange(
                        proxy().buffer(b -> {}).forward("http://a").model()))
                .isEqualTo(4);
    }

    @Test
    void aStopFirstGoesOnServingIfAskedFor() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.answering(OK)) {
            RunningProxy gateway = proxy().forward(upstream.url())
                    .listen(listen -> listen.host("127.0.0.1").port(0).drainDelay(Duration.ofMinutes(10)));
            assertThat(gateway.isDraining()).isFalse();
            Thread stop = Thread.ofVirtual().start(gateway::stop);
            Await.until(gateway::isDraining);
            assertThat(get(gateway, "/").body()).isEqualTo("ok");
            stop.interrupt();
            stop.join();
            gateway.awaitStop();
            assertThat(gateway.isRunning()).isFalse();
        }
    }

    @Test
    void routesOfOnesOwnComeBeforeAnEmbeddedProxyInAnyOrder() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Proxy proxy = proxy().forward(upstream.url());
            WebServer server = WebServer.builder()
                    .port(0)
                    .routing(routing ->
                            routing.addFeature(proxy).get("/own", (request, response) -> response.send("own")))
                    .build()
                    .start();
            try {
                assertThat(get(server.port(), "/own").body()).isEqualTo("own");
                assertThat(get(server.port(), "/other").body()).isEqualTo("ok");
            } finally {
                server.stop();
            }
        }
    }

    @Test
    void routesOfOnesOwnComeBeforeAListeningProxy() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                RunningProxy gateway = proxy().forward(upstream.url())
                        .listen(listen -> listen.host("127.0.0.1")
                                .port(0)
                                .routes(routing -> routing.get("/own", (request, response) -> response.send("own"))))) {
            assertThat(get(gateway, "/own").body()).isEqualTo("own");
            assertThat(get(gateway, "/other").body()).isEqualTo("ok");
            assertThat(gateway.toString()).startsWith("listening on http://127.0.0.1:" + gateway.port());
        }
    }
}
