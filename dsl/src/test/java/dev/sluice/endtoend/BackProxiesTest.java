package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RunningProxy;
import dev.sluice.testkit.FreePort;
import dev.sluice.testkit.RawHttp2Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other servers of HTTP/2 as the upstream: nghttpd, nginx, HAProxy and Caddy, by prior knowledge; and a gateway. */
@Timeout(60)
class BackProxiesTest {
    @TempDir
    static Path directory;

    private static Tool curl;
    private static Tool h2load;

    /** Behind proxies that have no files of their own. */
    private static Http2Gateway last;

    @BeforeAll
    static void start() throws Exception {
        curl = Tool.named("curl");
        h2load = Tool.named("h2load");
        last = new Http2Gateway(directory);
        Files.writeString(directory.resolve("hello"), "hello");
        Files.writeString(
                directory.resolve("large"), "0123456789".repeat(Http2Gateway.LARGE / 10), StandardCharsets.US_ASCII);
    }

    @AfterAll
    static void stop() {
        if (last != null) {
            last.close();
        }
    }

    /** Files are served through a gateway, to clients of both versions, and no request of a load fails. */
    private static void serves(int port, boolean takesUploads) throws Exception {
        try (RunningProxy gateway = Wires.start(proxy().forward("h2c://127.0.0.1:" + port))) {
            String url = "http://127.0.0.1:" + gateway.port();
            for (String version : new String[] {"--http1.1", "--http2-prior-knowledge"}) {
                assertThat(curl.run("-sS", version, url + "/hello")).isEqualTo("hello");
                assertThat(curl.run("-sS", version, url + "/large")).hasSize(Http2Gateway.LARGE);
                assertThat(curl.run("-sSI", version, url + "/hello")).containsPattern("HTTP/\\S+ 200");
                if (takesUploads) {
                    uploads(version, url, port);
                }
            }
            assertThat(h2load.run("-n", "2000", "-c", "4", "-m", "30", url + "/hello"))
                    .contains("2000 succeeded, 0 failed, 0 errored, 0 timeout");
        }
    }

    private static void uploads(String version, String url, int port) throws Exception {
        Path file = Files.write(directory.resolve("upload" + port), new byte[1_000_000]);
        Path back = directory.resolve("back" + port);
        curl.run("-sS", version, "-T", file.toString(), "-o", back.toString(), url + "/up");
        assertThat(back).hasSameBinaryContentAs(file);
    }

    private interface Check {
        void run() throws Exception;
    }

    private static void running(Process program, int port, Check check) throws Exception {
        try {
            Http2Gateway.awaitListening(program, port);
            check.run();
        } finally {
            program.destroy();
        }
    }

    @Test
    void nghttpd() throws Exception {
        int port = FreePort.next();
        Process process = Tool.named("nghttpd")
                .start("--no-tls", "-a", "127.0.0.1", "-d", directory.toString(), String.valueOf(port));
        running(process, port, () -> serves(port, false));
    }

    /** It ends its connections after a thousand requests, in the midst of the load. */
    @Test
    void nginx() throws Exception {
        int port = FreePort.next();
        Path config = Files.writeString(directory.resolve("back-nginx.conf"), """
                daemon off; master_process off; user root; pid %1$s/back.pid; error_log %1$s/back.log;
                events { worker_connections 512; }
                http {
                  access_log off; client_body_temp_path %1$s/b; proxy_temp_path %1$s/p;
                  fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
                  keepalive_requests 500;
                  server { listen 127.0.0.1:%2$d http2; root %1$s; }
                }
                """.formatted(directory, port));
        Process process = Tool.named("nginx").start("-c", config.toString(), "-e", directory + "/back.log");
        running(process, port, () -> serves(port, false));
    }

    @Test
    void haproxy() throws Exception {
        int port = FreePort.next();
        Path config = Files.writeString(directory.resolve("back-haproxy.cfg"), """
                defaults
                  mode http
                  timeout client 20s
                  timeout server 20s
                  timeout connect 5s
                frontend f
                  bind 127.0.0.1:%d proto h2
                  default_backend b
                backend b
                  server s 127.0.0.1:%d
                """.formatted(port, last.port()));
        Process process = Tool.named("haproxy").start("-db", "-f", config.toString());
        running(process, port, () -> serves(port, true));
    }

    @Test
    void caddy() throws Exception {
        int port = FreePort.next();
        Path config = Files.writeString(directory.resolve("back-Caddyfile"), """
                {
                  admin off
                  auto_https off
                  servers {
                    protocols h1 h2c
                  }
                }
                http://:%d {
                  bind 127.0.0.1
                  reverse_proxy http://127.0.0.1:%d
                }
                """.formatted(port, last.port()));
        Process process = Tool.named("caddy").start("run", "--config", config.toString(), "--adapter", "caddyfile");
        running(process, port, () -> serves(port, true));
    }

    @Test
    void anotherGateway() throws Exception {
        serves(last.port(), true);
    }

    @Test
    void aDeadServerIsA502() throws IOException {
        try (RunningProxy gateway = Wires.start(proxy().forward("h2c://127.0.0.1:" + FreePort.next()));
                RawHttp2Client client = RawHttp2Client.connect(gateway.port())) {
            client.handshake();
            client.expectResponse(client.request("GET", "/"), 502);
        }
    }
}
