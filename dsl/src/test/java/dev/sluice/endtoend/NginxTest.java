package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RunningProxy;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.FreePort;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** nginx as the upstream. */
class NginxTest {
    private static final int LARGE = 5_000_000;

    @TempDir
    static Path directory;

    private static Process nginx;
    private static int upstream;

    private RunningProxy gateway;

    @BeforeAll
    static void start() throws Exception {
        Tool tool = Tool.named("nginx");
        upstream = FreePort.next();
        Path files = Files.createDirectory(directory.resolve("files"));
        Files.write(files.resolve("large"), "0123456789".repeat(LARGE / 10).getBytes(StandardCharsets.US_ASCII));
        Files.writeString(files.resolve("small"), "small");
        Path config = Files.writeString(directory.resolve("nginx.conf"), """
                daemon off; master_process off; user root; pid %1$s/pid; error_log %1$s/error.log;
                events { worker_connections 512; }
                http {
                  access_log off; client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi; uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                  keepalive_requests 3;
                  server {
                    listen 127.0.0.1:%2$d; root %1$s/files; client_max_body_size 1m;
                    location = /echo { add_header X-Uri $request_uri; add_header X-For $http_x_forwarded_for; return 200 "$http_x_forwarded_proto $request_method"; }
                    location = /empty { return 204; }
                    location = /closes { return 444; }
                    location = /put { client_body_in_file_only clean; proxy_pass http://127.0.0.1:%2$d/echo; }
                  }
                }
                """.formatted(directory, upstream));
        nginx = tool.start("-c", config.toString(), "-e", directory + "/error.log");
        Eventually.holds("nginx listens", NginxTest::listens);
    }

    private static boolean listens() {
        if (!nginx.isAlive()) {
            throw new AssertionError("nginx did not start, see its error.log");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (nginx != null) {
            nginx.destroy();
            nginx.waitFor();
        }
    }

    @BeforeEach
    void listen() {
        gateway = Wires.start(proxy().forward("http://127.0.0.1:" + upstream));
    }

    @AfterEach
    void close() {
        if (gateway != null) {
            gateway.stop();
        }
    }

    private Answer ask(String start, String rest) throws IOException {
        try (RawClient client = RawClient.connect(gateway.port())) {
            return client.send(start + " HTTP/1.1\r\nHost: nginx.example\r\n" + rest)
                    .answer(start.substring(0, start.indexOf(' ')));
        }
    }

    @Test
    void filesOfAnySizeAreServed() throws IOException {
        assertThat(ask("GET /small", "\r\n").body()).isEqualTo("small");
        assertThat(ask("GET /large", "\r\n").body()).hasSize(LARGE).endsWith("456789");
        assertThat(ask("HEAD /large", "\r\n").field("Content-Length")).isEqualTo(String.valueOf(LARGE));
    }

    @Test
    void partsAndConditionsWork() throws IOException {
        Answer part = ask("GET /large", "Range: bytes=3-7\r\n\r\n");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("34567");
        String tag = ask("GET /small", "\r\n").field("ETag");
        assertThat(ask("GET /small", "If-None-Match: " + tag + "\r\n\r\n").status())
                .isEqualTo(304);
        assertThat(ask("GET /empty", "\r\n").status()).isEqualTo(204);
    }

    @Test
    void whatItIsAskedIsWhatWasAsked() throws IOException {
        Answer answer = ask("GET /x/..//echo?a=%2F&b", "X-Forwarded-For: 6.6.6.6\r\n\r\n");
        assertThat(answer.field("X-Uri")).isEqualTo("/x/..//echo?a=%2F&b");
        assertThat(answer.field("X-For")).isEqualTo("127.0.0.1");
        assertThat(answer.body()).isEqualTo("http GET");
    }

    @Test
    void uploadsArriveAndTooLargeOnesAreRefusedByIt() throws IOException {
        Answer taken = ask("POST /put", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        assertThat(taken.status()).isEqualTo(200);
        try (RawClient client = RawClient.connect(gateway.port())) {
            client.send("POST /put HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\nabc");
            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    /** It closes every connection after three requests; nobody may notice. */
    @Test
    void itsClosingOfIdleConnectionsGoesUnnoticed() throws IOException {
        try (RawClient client = RawClient.connect(gateway.port())) {
            for (int i = 0; i < 100; i++) {
                client.send("GET /small HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.answer().body()).isEqualTo("small");
            }
        }
    }

    @Test
    void itsSilenceIsABadGateway() throws IOException {
        assertThat(ask("GET /closes", "\r\n").status()).isEqualTo(502);
    }
}
