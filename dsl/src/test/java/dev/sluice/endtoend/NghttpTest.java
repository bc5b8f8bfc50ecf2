package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** nghttp2's programs as clients: {@code nghttp} and {@code h2load}. */
@Timeout(60)
class NghttpTest {
    @TempDir
    static Path directory;

    private static Tool nghttp;
    private static Tool h2load;
    private static Http2Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        nghttp = Tool.named("nghttp");
        h2load = Tool.named("h2load");
        gateway = new Http2Gateway(directory);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void getsAPage() throws Exception {
        assertThat(nghttp.run("-v", gateway.url("/hello"))).contains(":status: 200", "hello");
    }

    @Test
    void getsByTls() throws Exception {
        assertThat(nghttp.run("-v", gateway.secureUrl("/hello")))
                .contains("The negotiated protocol: h2", ":status: 200");
    }

    @Test
    void postsAFileWithTrailersAndPadding() throws Exception {
        Path file = Files.writeString(directory.resolve("posted"), "posted ".repeat(20_000));
        String said = nghttp.run("-b", "100", "--trailer", "x-sum: 1", "-d", file.toString(), gateway.url("/echo"));
        assertThat(said).isEqualTo(Files.readString(file));
    }

    @Test
    void smallWindowsAreFilledAndCredited() throws Exception {
        assertThat(nghttp.run("-w", "10", "-W", "12", gateway.url("/large"))).hasSize(Http2Gateway.LARGE);
    }

    @Test
    void manyRequestsOfOneConnectionAreAnswered() throws Exception {
        assertThat(nghttp.run("-n", "-s", "-m", "200", gateway.url("/hello"))).contains("200");
    }

    private static void loads(String... arguments) throws Exception {
        String said = h2load.run(arguments);
        assertThat(said)
                .containsPattern(
                        "requests: (\\d+) total, \\1 started, \\1 done, \\1 succeeded, 0 failed, 0 errored, 0 timeout");
    }

    @Test
    void h2loadSeesNoError() throws Exception {
        loads("-n", "5000", "-c", "8", "-m", "32", gateway.url("/hello"));
    }

    @Test
    void h2loadSeesNoErrorOverTls() throws Exception {
        loads("-n", "3000", "-c", "8", "-m", "10", gateway.secureUrl("/hello"));
    }

    @Test
    void h2loadPostsAndDownloads() throws Exception {
        Path file = Files.writeString(directory.resolve("body"), "x".repeat(20_000));
        loads("-n", "500", "-c", "4", "-m", "8", "-d", file.toString(), gateway.url("/echo"));
        loads("-n", "30", "-c", "2", "-m", "5", gateway.url("/large"));
    }

    @Test
    void h2loadSeesNoErrorOnManyConnections() throws Exception {
        loads("-n", "2000", "-c", "200", "-m", "1", gateway.url("/hello"));
    }
}
