package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** curl as a client of HTTP/2, by prior knowledge and by ALPN. */
@Timeout(60)
class Http2CurlTest {
    @TempDir
    static Path directory;

    private static Tool curl;
    private static Http2Gateway gateway;

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

    private static String secure(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 3];
        all[0] = "-sS";
        all[1] = "--cacert";
        all[2] = gateway.certificates().certificatePem().toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return curl.run(all);
    }

    @Test
    void getsByPriorKnowledge() throws Exception {
        String said = curl.run("-sSi", "--http2-prior-knowledge", gateway.url("/hello"));
        assertThat(said).startsWith("HTTP/2 200").contains("x-method: GET").endsWith("hello");
    }

    @Test
    void getsByAlpn() throws Exception {
        assertThat(secure("-w", " %{http_version}", gateway.secureUrl("/hello")))
                .isEqualTo("hello 2");
    }

    @Test
    void aClientThatWantsHttp11GetsItOnTheSameListener() throws Exception {
        assertThat(secure("--http1.1", "-w", " %{http_version}", gateway.secureUrl("/hello")))
                .isEqualTo("hello 1.1");
        assertThat(curl.run("-sS", "-w", " %{http_version}", gateway.url("/hello")))
                .isEqualTo("hello 1.1");
    }

    /** The upgrade of RFC 7540 is not offered any more (RFC 9113 §3.1): such a request is answered in HTTP/1.1. */
    @Test
    void theUpgradeToH2cIsIgnored() throws Exception {
        assertThat(curl.run("-sS", "--http2", "-w", " %{http_version}", gateway.url("/hello")))
                .isEqualTo("hello 1.1");
    }

    @Test
    void uploadsAndDownloadsMuch() throws Exception {
        Path file = Files.write(directory.resolve("upload"), new byte[3_000_000]);
        Path back = directory.resolve("back");
        secure("-T", file.toString(), "-o", back.toString(), gateway.secureUrl("/up"));
        assertThat(back).hasSameBinaryContentAs(file);
        curl.run("-sS", "--http2-prior-knowledge", "-o", back.toString(), gateway.url("/large"));
        assertThat(back).hasSize(Http2Gateway.LARGE);
    }

    @Test
    void asksWithHead() throws Exception {
        assertThat(curl.run("-sSI", "--http2-prior-knowledge", gateway.url("/hello")))
                .startsWith("HTTP/2 200")
                .contains("x-method: HEAD");
    }

    /** By ALPN: with prior knowledge curl 7.88 stumbles over its own parallel requests, before any server. */
    @Test
    void manyAtOnceShareAConnection() throws Exception {
        String said =
                secure("-Z", "--parallel-max", "30", "-w", " %{num_connects}\n", gateway.secureUrl("/hello?[1-60]"));
        assertThat(said.split("hello", -1)).hasSize(61);
        assertThat(said.lines().filter(line -> line.endsWith(" 0")))
                .as("on a connection that there was")
                .isNotEmpty();
    }

    @Test
    void aPostIsEchoed() throws Exception {
        assertThat(curl.run("-sS", "--http2-prior-knowledge", "-d", "some text", gateway.url("/echo")))
                .isEqualTo("some text");
        assertThat(curl.run(
                        "-sS",
                        "--http2-prior-knowledge",
                        "-H",
                        "Expect: 100-continue",
                        "-d",
                        "x".repeat(5_000),
                        gateway.url("/echo")))
                .hasSize(5_000);
    }
}
