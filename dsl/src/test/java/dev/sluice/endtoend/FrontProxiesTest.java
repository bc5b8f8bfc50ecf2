package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other proxies in front of a gateway, which they speak HTTP/2 to: HAProxy, Caddy and nghttpx. */
@Timeout(60)
class FrontProxiesTest {
    @TempDir
    static Path directory;

    private static Http2Gateway gateway;
    private static Tool curl;

    @BeforeAll
    static void start() throws Exception {
        curl = Tool.named("curl");
        gateway = new Http2Gateway(directory);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    /** Requests, uploads and downloads through the other proxy. */
    private static void passes(int port, String version) throws Exception {
        String url = "http://127.0.0.1:" + port;
        assertThat(curl.run("-sS", version, url + "/hello")).isEqualTo("hello");
        Path file = Files.write(directory.resolve("upload" + port), new byte[1_000_000]);
        Path back = directory.resolve("back" + port);
        curl.run("-sS", version, "-T", file.toString(), "-o", back.toString(), url + "/up");
        assertThat(back).hasSameBinaryContentAs(file);
        curl.run("-sS", version, "-o", back.toString(), url + "/large");
        assertThat(back).hasSize(Http2Gateway.LARGE);
        assertThat(curl.run("-sSI", version, url + "/hello")).contains("HEAD");
        String many = curl.run("-sS", "--http1.1", "-Z", "--parallel-max", "20", url + "/hello?[1-100]");
        assertThat(many.split("hello", -1)).hasSize(101);
    }

    @Test
    void haproxy() throws Exception {
        Tool haproxy = Tool.named("haproxy");
        int port = FreePort.next();
        Path config = Files.writeString(directory.resolve("haproxy.cfg"), """
                defaults
                  mode http
                  timeout client 20s
                  timeout server 20s
                  timeout connect 5s
                frontend f
                  bind 127.0.0.1:%d
                  default_backend b
                backend b
                  server s 127.0.0.1:%d proto h2
                """.formatted(port, gateway.port()));
        Process process = haproxy.start("-db", "-f", config.toString());
        try {
            Http2Gateway.awaitListening(process, port);
            passes(port, "--http1.1");
            passes(port, "--http2-prior-knowledge");
        } finally {
            process.destroy();
        }
    }

    @Test
    void caddy() throws Exception {
        Tool caddy = Tool.named("caddy");
        int port = FreePort.next();
        Path config = Files.writeString(directory.resolve("Caddyfile"), """
                {
                  admin off
                  auto_https off
                }
                http://127.0.0.1:%d {
                  reverse_proxy h2c://127.0.0.1:%d
                }
                """.formatted(port, gateway.port()));
        Process process = caddy.start("run", "--config", config.toString(), "--adapter", "caddyfile");
        try {
            Http2Gateway.awaitListening(process, port);
            passes(port, "--http1.1");
        } finally {
            process.destroy();
        }
    }

    @Test
    void nghttpx() throws Exception {
        Tool nghttpx = Tool.named("nghttpx");
        int port = FreePort.next();
        Process process = nghttpx.start(
                "--frontend=127.0.0.1," + port + ";no-tls",
                "--backend=127.0.0.1," + gateway.port() + ";;proto=h2",
                "--workers=1",
                "--conf=/dev/null");
        try {
            Http2Gateway.awaitListening(process, port);
            passes(port, "--http1.1");
            passes(port, "--http2-prior-knowledge");
        } finally {
            process.destroy();
        }
    }
}
