package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More clients than memory or descriptors are there for: the gateway lives, and serves when they have left. */
@Tag("large")
@Timeout(120)
class ManyClientsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String UNFINISHED = "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(30_000);
    private static final String UPGRADE =
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final String UPLOAD = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nbegun";

    /** An upstream that answers, or opens a tunnel and listens. */
    private static void serve(FakeUpstream.Connection connection) throws IOException {
        for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
            if (!head.contains("Upgrade: websocket")) {
                connection.write(Wires.OK);
                continue;
            }
            connection.write(SWITCHING);
            connection.readAll();
            return;
        }
    }

    private static void attack(int port, int clients, String saying) throws IOException {
        List<RawClient> open = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                open.add(RawClient.connect(port));
                say(open.getLast(), saying);
            }
        } finally {
            for (RawClient client : open) {
                client.close();
            }
        }
    }

    private static void say(RawClient client, String text) {
        try {
            client.send(text);
        } catch (IOException refused) {
            assertThat(refused).isNotNull(); // which is what a gateway may do
        }
    }

    private static void assertServes(SmallGateway gateway) throws IOException {
        assertThat(answer(gateway)).isEqualTo("ok");
    }

    private static String answer(SmallGateway gateway) throws IOException {
        try (RawClient client = RawClient.connect(gateway.port())) {
            return client.send(GET).answer().body();
        }
    }

    /** While descriptors are still held by those who leave, a connection may be closed or get a 5xx, but none is refused. */
    private static void assertServesSoon(SmallGateway gateway) throws IOException {
        String body = "";
        while (!body.equals("ok")) {
            try {
                body = answer(gateway);
            } catch (EOFException | SocketException closed) {
                assertThat(closed).isNotInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void unfinishedHeadsTunnelsAndIdleConnectionsDoNotFillASmallHeap() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.scripted(ManyClientsTest::serve);
                SmallGateway gateway = SmallGateway.withHeap("64", upstream.url(), 2_000)) {
            attack(gateway.port(), 2_000, UNFINISHED);
            assertServes(gateway);
            attack(gateway.port(), 1_000, UPGRADE);
            assertServes(gateway);
            attack(gateway.port(), 3_000, "");
            assertServes(gateway);
            assertThat(gateway.exitCode()).isZero();
        }
    }

    @Test
    void spillingExchangesThatUseUpTheDescriptorsDoNotEndTheListener() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.scripted(ManyClientsTest::serve);
                SmallGateway gateway = SmallGateway.withFiles(256, upstream.url(), 10_000)) {
            assertServes(gateway); // and the classes are loaded, for which descriptors are needed too
            try (RawClient client = RawClient.connect(gateway.port())) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nwhole");
                assertThat(client.answer().status()).isEqualTo(200);
            }
            for (int round = 0; round < 3; round++) {
                attack(gateway.port(), 400, UPLOAD);
                assertServesSoon(gateway);
            }
            assertThat(gateway.exitCode()).isZero();
        }
    }
}
