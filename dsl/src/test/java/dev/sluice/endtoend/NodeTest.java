package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** node's http2 as a client, also for WebSockets (RFC 8441). */
@Timeout(60)
class NodeTest {
    @TempDir
    static Path directory;

    private static Tool node;
    private static Http2Gateway gateway;
    private static Path script;

    @BeforeAll
    static void start() throws Exception {
        node = Tool.named("node");
        gateway = new Http2Gateway(directory);
        script = directory.resolve("client.js");
        try (InputStream source = Objects.requireNonNull(NodeTest.class.getResourceAsStream("client.js"))) {
            Files.copy(source, script);
        }
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private static String says(String url, String scenario) throws Exception {
        return node.run(script.toString(), url, scenario).strip();
    }

    @Test
    void getsAPage() throws Exception {
        assertThat(says(gateway.url(""), "get")).isEqualTo("200|hello");
        assertThat(says(gateway.secureUrl(""), "get")).isEqualTo("200|hello");
    }

    @Test
    void manyPostsShareAConnection() throws Exception {
        assertThat(says(gateway.url(""), "many")).isEqualTo("true");
    }

    @Test
    void uploadsMuch() throws Exception {
        assertThat(says(gateway.url(""), "upload")).isEqualTo("2000000");
    }

    private static void trailers(FakeUpstream.Connection connection) throws IOException {
        connection.readHead();
        connection.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
        StringBuilder body = new StringBuilder();
        while (!body.toString().endsWith("\r\n\r\n")) {
            int next = connection.read();
            if (next < 0) {
                throw new EOFException();
            }
            body.append((char) next);
        }
        String sum = body.toString().contains("x-sum: 3") ? "yes" : "no";
        connection.write(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ndef\r\n0\r\nX-Back: " + sum + "\r\n\r\n");
    }

    @Test
    void seesEarlyHintsAndTrailersAndSendsSome() throws Exception {
        try (Wires wires = Wires.scripted(NodeTest::trailers)) {
            assertThat(says("http://127.0.0.1:" + wires.port(), "trailers")).isEqualTo("103|def|yes");
        }
    }

    private static void chat(FakeUpstream.Connection connection) throws IOException {
        connection.readHead();
        connection.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        connection.write("heard " + connection.readAll());
    }

    @Test
    void opensAWebSocket() throws Exception {
        try (Wires wires = Wires.scripted(NodeTest::chat)) {
            assertThat(says("http://127.0.0.1:" + wires.port(), "websocket")).isEqualTo("true|200|heard abc");
        }
    }
}
