package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.RawHttp2;
import dev.sluice.testkit.RawHttp2Client;
import dev.sluice.testkit.RawHttp2Server;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --no-http2} and {@code --max-streams} for clients, {@code --http2} for upstreams. */
@Timeout(120)
class Http2FlagsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int MAX_CONCURRENT_STREAMS = 3;

    @TempDir
    private Path directory;

    private Sluice proxy(String... options) throws IOException {
        String[] all = new String[options.length + 3];
        all[0] = "proxy";
        all[1] = "--listen";
        all[2] = "127.0.0.1:0";
        System.arraycopy(options, 0, all, 3, options.length);
        return Sluice.start(directory, all);
    }

    private static int port(Sluice sluice) throws IOException {
        return Integer.parseInt(sluice.line("listening").replaceFirst(".*127\\.0\\.0\\.1:([0-9]+),.*", "$1"));
    }

    @Test
    void clientsMaySpeakHttp2AndAreToldHowManyStreamsTheyHave() throws IOException {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                Sluice sluice = proxy("--max-streams", "7", upstream.url());
                RawHttp2Client client = RawHttp2Client.connect(port(sluice))) {
            assertThat(client.handshake().setting(MAX_CONCURRENT_STREAMS)).contains(7);
            assertThat(client.exchange("/", 200)).isEqualTo("ok");
            assertThat(upstream.heads().getFirst()).startsWith("GET / HTTP/1.1\r\n");
        }
    }

    @Test
    void withoutHttp2ItsPrefaceIsAWrongRequestAndHttp11IsServed() throws IOException {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                Sluice sluice = proxy("--no-http2", upstream.url())) {
            int port = port(sluice);
            try (RawClient http2 = RawClient.connect(port);
                    RawClient http1 = RawClient.connect(port)) {
                assertThat(http2.send(RawHttp2.PREFACE).answer().status()).isBetween(400, 505);
                assertThat(http1.send(GET).answer().body()).isEqualTo("ok");
            }
        }
    }

    @Test
    void anUpstreamIsSpokenToInHttp2IfThatIsRequired() throws IOException {
        try (RawHttp2Server upstream = RawHttp2Server.start();
                Sluice sluice = proxy("--http2", "require", "http://127.0.0.1:" + upstream.port());
                RawClient client = RawClient.connect(port(sluice))) {
            client.send(GET);
            try (RawHttp2Server.Connection connection = upstream.accept()) {
                connection.handshake();
                Http2Frame request = connection.expectRequest();
                connection.respond(request.stream(), "ok", ":status: 200");
                assertThat(client.answer().body()).isEqualTo("ok");
            }
        }
    }

    @Test
    void otherWordsAreRefused() throws Exception {
        try (Sluice sluice = proxy("--http2", "maybe", "http://127.0.0.1:9")) {
            assertThat(sluice.exitCode()).isNotZero();
            assertThat(String.join(" ", sluice.errors())).contains("--http2", "must be off, prefer or require");
        }
    }
}
