package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** curl as the client. */
class CurlTest {
    private static Tool curl;

    @TempDir
    Path directory;

    @BeforeAll
    static void find() {
        curl = Tool.named("curl");
    }

    private static String url(Wires wires, String target) {
        return "http://127.0.0.1:" + wires.port() + target;
    }

    private static Wires receiving(int body) {
        return Wires.scripted(connection -> {
            while (!connection.readHead().isEmpty()) {
                connection.write("HTTP/1.1 100 Continue\r\n\r\n");
                connection.read(body);
                connection.write(Wires.OK);
            }
        });
    }

    @Test
    void getsAndGoesOnWithTheSameConnection() throws Exception {
        try (Wires wires = Wires.answering(Wires.OK)) {
            String said = curl.run("-sSv", url(wires, "/a"), url(wires, "/b"));
            assertThat(said).contains("< HTTP/1.1 200 OK").containsPattern("Re-?using existing (http: )?connection");
            assertThat(wires.upstream().heads()).hasSize(2);
        }
    }

    @Test
    void uploadsAFileAfterA100() throws Exception {
        Path file = Files.write(directory.resolve("upload"), new byte[2_000_000]);
        try (Wires wires = receiving(2_000_000)) {
            String said = curl.run("-sSv", "-H", "Expect: 100-continue", "-T", file.toString(), url(wires, "/up"));
            assertThat(said).contains("< HTTP/1.1 100 Continue").contains("< HTTP/1.1 200 OK");
            assertThat(wires.received("Content-Length")).containsExactly("2000000");
        }
    }

    @Test
    void asksWithHead() throws Exception {
        try (Wires wires = Wires.answeringOnce("HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n")) {
            assertThat(curl.run("-sSI", url(wires, "/"))).contains("Content-Length: 12345\r\n");
        }
    }

    @Test
    void speaksHttp10() throws Exception {
        try (Wires wires =
                Wires.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n")) {
            assertThat(curl.run("-sS0", url(wires, "/"))).isEqualTo("hi");
        }
    }

    @Test
    void usesTheGatewayAsAProxyWithAbsoluteForms() throws Exception {
        FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
        try (Wires wires = Wires.of(upstream, proxy().forward(upstream.url(), forward -> forward.passHost(true)))) {
            assertThat(curl.run("-sS", "-x", url(wires, ""), "http://some.example/path?q"))
                    .isEqualTo("ok");
            assertThat(wires.received()).startsWith("GET /path?q HTTP/1.1\r\n");
            assertThat(wires.received("Host")).containsExactly("some.example");
        }
    }

    @Test
    void seesATruncatedBodyAsAnError() throws Exception {
        try (Wires wires = Wires.answeringOnce("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")) {
            Process process = curl.start("-sS", url(wires, "/"));
            assertThat(process.waitFor())
                    .as("CURLE_PARTIAL_FILE, or CURLE_RECV_ERROR")
                    .isIn(18, 56);
        }
    }
}
