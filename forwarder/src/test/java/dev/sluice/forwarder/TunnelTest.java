package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.Tunnel;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeUpstream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of protocol (RFC 9110 §7.8). */
@Timeout(20)
class TunnelTest {
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: WebSocket\r\nX: y\r\n\r\n";

    private final Forwarding forwarding = new Forwarding();

    @AfterEach
    void close() {
        forwarding.close();
    }

    private static Request upgrade() {
        return Exchanges.request(
                "GET", "/chat", Fields.of("Host", "h", "Connection", "Upgrade", "Upgrade", "websocket"), Body.empty());
    }

    private static String read(Tunnel tunnel, int count) {
        byte[] bytes = new byte[count];
        int at = 0;
        while (at < count) {
            at += tunnel.read(bytes, at, count - at);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static void write(Tunnel tunnel, String text) {
        tunnel.write(text.getBytes(StandardCharsets.ISO_8859_1), 0, text.length());
    }

    @Test
    void joinsBothWaysAfterAMatching101() {
        CompletableFuture<String> last = new CompletableFuture<>();
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            connection.write(SWITCHING + "early");
            connection.write(connection.read(4) + "!");
            last.complete(connection.readAll());
            connection.write("bye");
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            Response response = forwarding.handle(upgrade(), upstream);
            assertThat(response.status().code()).isEqualTo(101);
            assertThat(response.fields().all("Upgrade")).containsExactly("WebSocket");
            assertThat(response.fields().all("Connection")).containsExactly("Upgrade");
            assertThat(response.fields().all("X")).containsExactly("y");
            Tunnel tunnel = response.tunnel().orElseThrow();
            assertThat(read(tunnel, 5)).as("what came with the 101").isEqualTo("early");
            forwarding.pass(Duration.ofDays(1));
            write(tunnel, "ping");
            assertThat(read(tunnel, 5)).isEqualTo("ping!");
            write(tunnel, "end");
            tunnel.shutdownOutput();
            assertThat(last.join()).isEqualTo("end");
            assertThat(read(tunnel, 3)).isEqualTo("bye");
            assertThat(tunnel.read(new byte[1], 0, 1)).isEqualTo(-1);
            response.close();
            assertThat(forwarding.open(upstream)).as("its place is free again").isZero();
        }
    }

    @Test
    void answersARefusedUpgradeAsItIsAndKeepsTheConnection() {
        try (FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno")) {
            Response response = forwarding.handle(upgrade(), upstream);
            assertThat(response.status().code()).isEqualTo(403);
            assertThat(Exchanges.send(response)).isEqualTo("no");
            forwarding.get(upstream);
            assertThat(upstream.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade: h2c\r\n", "Upgrade: websocket, other\r\n", ""})
    void answers502ToASwitchToSomethingElse_rfc9110_15_2_2(String field) {
        try (FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 101 S\r\n" + field + "\r\n")) {
            Response response = forwarding.handle(upgrade(), upstream);
            assertThat(response.status().code()).isEqualTo(502);
            assertThat(response.tunnel()).isEmpty();
            response.close();
            assertThat(forwarding.open(upstream)).isZero();
        }
    }

    @Test
    void breaksTheTunnelWhenTheUpstreamResets() {
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            connection.write(SWITCHING);
            connection.read();
            connection.reset();
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            Response response = forwarding.handle(upgrade(), upstream);
            Tunnel tunnel = response.tunnel().orElseThrow();
            write(tunnel, "x");
            assertThatThrownBy(() -> read(tunnel, 1)).isInstanceOf(TransferException.class);
            response.close();
        }
    }

    @Test
    void wakesAReaderWhenTheTunnelIsClosed() {
        FakeUpstream.Script script = connection -> {
            connection.readHead();
            connection.write(SWITCHING);
            connection.readAll();
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            Response response = forwarding.handle(upgrade(), upstream);
            Tunnel tunnel = response.tunnel().orElseThrow();
            CompletableFuture<Thread> reader = new CompletableFuture<>();
            var read = Forwarding.aside(() -> {
                reader.complete(Thread.currentThread());
                return tunnel.read(new byte[1], 0, 1);
            });
            Forwarding.awaitWaiting(reader.join());
            tunnel.close();
            assertThatThrownBy(read::get).hasCauseInstanceOf(TransferException.class);
        }
    }
}
