package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The raw ends of HTTP/2 themselves: against each other, and against nghttp2's, which share nothing with ours. */
@Timeout(60)
class RawHttp2Test {
    @TempDir
    Path directory;

    @Test
    void decodesTheExamplesOfRfc7541() {
        Hpack decoder = new Hpack();
        assertThat(decoder.decode(HexFormat.of().parseHex("828684418cf1e3c2e5f23a6ba0ab90f4ff")))
                .as("appendix C.4.1")
                .containsExactly(":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com");
        assertThat(decoder.decode(HexFormat.of().parseHex("828684be5886a8eb10649cbf")))
                .as("appendix C.4.2")
                .containsExactly(
                        ":method: GET",
                        ":scheme: http",
                        ":path: /",
                        ":authority: www.example.com",
                        "cache-control: no-cache");
        assertThat(decoder.decode(HexFormat.of().parseHex("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")))
                .as("appendix C.4.3")
                .contains(":path: /index.html", ":authority: www.example.com", "custom-key: custom-value");
    }

    @Test
    void decodesWhatItEncodesAlsoWhenItIsLong() {
        String[] fields = {":path: /a b", "x-empty: ", "x-long: " + "y".repeat(300), "x-colon: a: b"};
        assertThat(new Hpack().decode(RawHttp2.block(fields))).containsExactly(fields);
    }

    @Test
    void evictsWhatTheTableHasNoRoomFor() {
        Hpack decoder = new Hpack();
        decoder.decode(HexFormat.of().parseHex("3f0f" + "400161" + "0162" + "400163" + "0164"));
        assertThat(decoder.decode(new byte[] {(byte) 0xbe})).containsExactly("c: d");
        assertThatThrownBy(() -> decoder.decode(new byte[] {(byte) 0xbf})).isInstanceOf(AssertionError.class);
    }

    @Test
    void responsesAreReadInAnyOrder() throws IOException {
        try (RawHttp2Server server = RawHttp2Server.start();
                RawHttp2Client client = RawHttp2Client.connect(server.port())) {
            client.send(RawHttp2.bytes(RawHttp2.PREFACE));
            client.settings();
            try (RawHttp2Server.Connection connection = server.accept()) {
                connection.handshake();
                int first = client.request("GET", "/first");
                int second = client.request("GET", "/second");
                connection.respond(second, "two", ":status: 202");
                connection.respond(first, "one", ":status: 201");
                client.expectResponse(first, 201);
                client.expectResponse(second, 202);
                assertThat(client.body(first)).isEqualTo("one");
                assertThat(client.body(second)).isEqualTo("two");
            }
        }
    }

    @Test
    void bothEndsTalkToEachOther() throws IOException {
        try (RawHttp2Server server = RawHttp2Server.start();
                RawHttp2Client client = RawHttp2Client.connect(server.port())) {
            client.send(RawHttp2.bytes(RawHttp2.PREFACE));
            client.settings(3, 7);
            try (RawHttp2Server.Connection connection = server.accept()) {
                assertThat(connection.handshake(1, 0).setting(3)).contains(7);
                assertThat(client.next().setting(1)).contains(0);
                int stream = client.request("GET", "/a", "x-a: 1");
                Http2Frame request = connection.expectRequest();
                assertThat(request.stream()).isEqualTo(stream);
                assertThat(request.fields()).contains(":path: /a", "x-a: 1");
                connection.respond(stream, "hello", ":status: 200");
                assertThat(client.expectResponse(stream, 200).endsStream()).isFalse();
                assertThat(client.body(stream)).isEqualTo("hello");
                connection.goAway(1, 11);
                assertThat(client.expectGoAway(11).value()).isEqualTo(1);
            }
            client.expectClosed();
        }
    }

    @Test
    void anExpectationFailsOnAnythingElse() throws IOException {
        try (RawHttp2Server server = RawHttp2Server.start();
                RawHttp2Client client = RawHttp2Client.connect(server.port())) {
            try (RawHttp2Server.Connection connection = server.accept()) {
                connection.reset(1, 7);
                assertThatThrownBy(() -> client.expectReset(1, 8)).isInstanceOf(AssertionError.class);
                connection.headers(1, true, ":status: 500");
                assertThatThrownBy(() -> client.expectResponse(1, 200)).isInstanceOf(AssertionError.class);
                connection.reset(3, 7);
                assertThatThrownBy(() -> client.body(3)).isInstanceOf(AssertionError.class);
                connection.goAway(0, 1);
            }
            assertThatThrownBy(() -> client.expectGoAway(2)).isInstanceOf(AssertionError.class);
            assertThatThrownBy(client::handshake).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void aHeadIsReadWithItsContinuationsAndWithoutItsPadding() throws IOException {
        try (RawHttp2Server server = RawHttp2Server.start();
                RawHttp2Client client = RawHttp2Client.connect(server.port());
                RawHttp2Server.Connection connection = server.accept()) {
            byte[] block = RawHttp2.block(":status: 200", "x-a: 1");
            connection.send(
                    Http2Frame.HEADERS,
                    Http2Frame.PADDED | Http2Frame.WITH_PRIORITY,
                    1,
                    RawHttp2.join(new byte[] {2, 0, 0, 0, 0, 9}, new byte[] {block[0], block[1]}, new byte[2]));
            byte[] rest = Arrays.copyOfRange(block, 2, block.length);
            connection.send(Http2Frame.CONTINUATION, Http2Frame.END_HEADERS, 1, rest);
            assertThat(client.next().fields()).containsExactly(":status: 200", "x-a: 1");
        }
    }

    @Test
    void nghttpdUnderstandsTheClient() throws Exception {
        Path program = program("nghttpd");
        Files.writeString(directory.resolve("file"), "from nghttpd");
        int port = FreePort.next();
        Process nghttpd = new ProcessBuilder(
                        program.toString(), "--no-tls", "-a", "127.0.0.1", "-d", directory.toString(), "" + port)
                .start();
        try (RawHttp2Client client = connected(port)) {
            client.handshake();
            assertThat(client.exchange("/file", 200)).isEqualTo("from nghttpd");
            assertThat(client.untilPong()).isEmpty();
            client.credit(0, 0);
            client.expectGoAway(1);
            client.expectClosed();
        } finally {
            nghttpd.destroy();
        }
    }

    @Test
    void nghttpUnderstandsTheServer() throws Exception {
        Path program = program("nghttp");
        try (RawHttp2Server server = RawHttp2Server.start()) {
            Process nghttp = new ProcessBuilder(program.toString(), "http://127.0.0.1:" + server.port() + "/x")
                    .redirectErrorStream(true)
                    .start();
            try (RawHttp2Server.Connection connection = server.accept()) {
                connection.handshake();
                Http2Frame request = connection.expectRequest();
                assertThat(request.fields()).contains(":path: /x", ":scheme: http", ":method: GET");
                connection.respond(request.stream(), "to nghttp", ":status: 200", "x-a: b");
                String said = new String(nghttp.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(said).isEqualTo("to nghttp");
                assertThat(nghttp.waitFor()).isZero();
            }
        }
    }

    private static Path program(String name) {
        Optional<Path> found = List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin").stream()
                .map(each -> Path.of(each, name))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), name + " is not installed");
        return found.orElseThrow();
    }

    private static RawHttp2Client connected(int port) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                return RawHttp2Client.connect(port);
            } catch (IOException notYet) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        throw new AssertionError("nobody listens on " + port);
    }
}
