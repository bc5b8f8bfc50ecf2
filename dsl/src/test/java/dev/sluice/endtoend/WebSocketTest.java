package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.RunningProxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JDK's WebSocket client and a WebSocket server of Java-WebSocket, with a gateway between them (RFC 6455). */
class WebSocketTest {
    private EchoServer server;
    private RunningProxy gateway;
    private HttpClient http;

    @BeforeEach
    void start() throws Exception {
        server = EchoServer.started();
        gateway = Wires.start(proxy().connLimit(100).forward("http://127.0.0.1:" + server.getPort()));
        http = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() throws Exception {
        http.shutdownNow();
        gateway.stop();
        server.stop(1000);
    }

    /** What a client hears, as text: {@code text …}, {@code bytes …}, {@code pong …}, {@code close …}. */
    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> all = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private int bytes;

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                all.add("text " + text);
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            bytes += data.remaining();
            if (last) {
                all.add("bytes " + bytes);
                bytes = 0;
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            all.add("pong " + message.remaining());
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            all.add("close " + code + " " + reason);
            return null;
        }

        String next() throws InterruptedException {
            return String.valueOf(all.poll(10, TimeUnit.SECONDS));
        }
    }

    private WebSocket connect(Heard heard, String path, String... protocols) {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        if (protocols.length > 0) {
            builder.subprotocols(protocols[0], Arrays.copyOfRange(protocols, 1, protocols.length));
        }
        return builder.buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + path), heard)
                .join();
    }

    @Test
    void textAndBytesPassBothWays() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = connect(heard, "/echo");
        assertThat(heard.next()).as("the server speaks first").isEqualTo("text welcome to /echo");
        socket.sendText("gr\u00fc\u00dfe", true).join();
        assertThat(heard.next()).isEqualTo("text gr\u00fc\u00dfe");
        socket.sendBinary(ByteBuffer.allocate(200_000), true).join();
        assertThat(heard.next()).isEqualTo("bytes 200000");
        socket.abort();
    }

    @Test
    void aMessageOfFragmentsArrivesWhole() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = connect(heard, "/echo");
        heard.next();
        socket.sendText("a", false).join();
        socket.sendText("b", false).join();
        socket.sendText("c", true).join();
        assertThat(heard.next()).isEqualTo("text abc");
        socket.abort();
    }

    @Test
    void pingsAreAnswered() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = connect(heard, "/echo");
        heard.next();
        socket.sendPing(ByteBuffer.allocate(7)).join();
        assertThat(heard.next()).isEqualTo("pong 7");
        socket.abort();
    }

    @Test
    void closeCodesPassBothWays() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = connect(heard, "/echo");
        heard.next();
        socket.sendClose(4001, "enough").join();
        assertThat(server.closes.poll(10, TimeUnit.SECONDS)).isEqualTo("4001 enough");
        assertThat(heard.next()).isEqualTo("close 4001 enough");
        Heard other = new Heard();
        connect(other, "/echo").sendText("close me", true).join();
        other.next();
        assertThat(other.next()).isEqualTo("close 4002 as you wish");
    }

    @Test
    void aSubprotocolIsAgreedOn() {
        WebSocket socket = connect(new Heard(), "/echo", "unknown", "chat.v2");
        assertThat(socket.getSubprotocol()).isEqualTo("chat.v2");
        socket.abort();
    }

    /** A handshake that the upstream refuses is passed on as what it is. */
    @Test
    void aRefusedHandshakeIsPassedOn() {
        assertThatThrownBy(() -> connect(new Heard(), "/forbidden"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(404));
    }

    @Test
    void manyTunnelsStandBesideEachOther() throws Exception {
        WebSocket[] sockets = new WebSocket[50];
        Heard[] heard = new Heard[sockets.length];
        for (int i = 0; i < sockets.length; i++) {
            heard[i] = new Heard();
            sockets[i] = connect(heard[i], "/" + i);
        }
        for (int i = 0; i < sockets.length; i++) {
            assertThat(heard[i].next()).isEqualTo("text welcome to /" + i);
            sockets[i].sendText("n" + i, true).join();
        }
        for (int i = 0; i < sockets.length; i++) {
            assertThat(heard[i].next()).isEqualTo("text n" + i);
            sockets[i].abort();
        }
        Eventually.holds(
                "the server knows that all have left",
                () -> server.getConnections().isEmpty());
    }

    @Test
    void aGatewayThatStopsEndsItsTunnels() throws Exception {
        Heard heard = new Heard();
        connect(heard, "/echo");
        heard.next();
        gateway.stop();
        Eventually.holds(
                "the server has no connection", () -> server.getConnections().isEmpty());
    }
}
