package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Response;
import dev.sluice.core.peer.Peer;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose connection it is by the PROXY protocol, from those only who are trusted of it. */
class ProxyProtocolTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private Host.Running server = new Host.Running(0, () -> {});

    @BeforeEach
    void start() {
        start("127.0.0.0/8");
    }

    private void start(String trusted) {
        server.close();
        server = Host.wire(
                request -> Response.of(Status.OK_200, text(request.client().peer())),
                WireOptions.builder()
                        .proxyProtocolFrom(List.of(Cidr.of(trusted)))
                        .build());
    }

    private static String text(Peer peer) {
        return peer.host() + " " + peer.port() + " " + peer.address().isPresent();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "version 1: {0} is {1}")
    @CsvSource({
        "PROXY TCP4 192.0.2.7 192.0.2.1 4711 80, 192.0.2.7 4711 true",
        "PROXY TCP6 2001:db8::7 2001:db8::1 4711 443, 2001:db8::7 4711 true"
    })
    void versionOne(String line, String peer) throws IOException {
        try (RawClient client = server.connect()) {
            assertThat(client.send(line + "\r\n" + GET).answer().body()).isEqualTo(peer);
            assertThat(client.send(GET).answer().body()).isEqualTo(peer);
        }
    }

    @Test
    @DisplayName("version 1: UNKNOWN is whoever has connected")
    void unknown() throws IOException {
        try (RawClient client = server.connect()) {
            String body = client.send("PROXY UNKNOWN\r\n" + GET).answer().body();
            assertThat(body).isEqualTo("127.0.0.1 " + client.localPort() + " true");
        }
    }

    @Test
    @DisplayName("version 2: an address of IPv4 is the client's")
    void versionTwo() throws IOException {
        byte[] head = HexFormat.of()
                .parseHex(
                        "0d0a0d0a000d0a515549540a" + "21" + "11" + "000c" + "c0000207" + "c0000201" + "1267" + "0050");
        try (RawClient client = server.connect()) {
            client.send(head).send(GET.getBytes(StandardCharsets.US_ASCII));
            assertThat(client.answer().body()).isEqualTo("192.0.2.7 4711 true");
        }
    }

    @ParameterizedTest(name = "without a PROXY head, or with \"{0}\", the connection is closed")
    @ValueSource(
            strings = {
                "",
                "PROXY\r\n",
                "PROXY TCP4 x\r\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 port 80\r\n",
                "proxy UNKNOWN\r\n"
            })
    void malformed(String line) throws IOException {
        try (RawClient client = server.connect()) {
            assertThat(client.send(line + GET).restOrReset()).isIn("", "<reset>");
        }
    }

    @Test
    @DisplayName("a name in place of an address is never looked up")
    void namesAreNotLookedUp() throws IOException {
        try (RawClient client = server.connect()) {
            String body = client.send("PROXY TCP4 evil.example 192.0.2.1 4711 80\r\n" + GET)
                    .answer()
                    .body();
            assertThat(body).endsWith(" false");
        }
    }

    @Test
    @DisplayName("who is not trusted of it is closed, whatever it says")
    void untrusted() throws IOException {
        start("192.0.2.0/24");
        try (RawClient client = server.connect()) {
            client.send("PROXY TCP4 192.0.2.7 192.0.2.1 4711 80\r\n" + GET);
            assertThat(client.restOrReset()).isIn("", "<reset>");
        }
    }
}
