package dev.sluice.cli;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RunningGateway;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ctl} and {@code top} speak to an admin listener with TLS. */
@Timeout(60)
class CtlTlsTest {
    private static final Path CERTIFICATE = ListenerTlsTest.file("sec1.cert.pem");

    @TempDir
    Path directory;

    private RunningGateway running;

    @BeforeEach
    void start() {
        running = gateway(g -> g.admin(a -> a.port(0)
                                .tokenFile(directory.resolve("token"))
                                .certificate(CERTIFICATE, ListenerTlsTest.file("sec1.key.pem")))
                        .pool("api", pool -> pool.member("http://127.0.0.1:1"))
                        .route("hello", any(), r -> r.forwardTo("api")))
                .listen("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        running.stop();
    }

    private Ran asked(String url, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--admin", url, "--token-file", directory.resolve("token").toString()));
        return Ran.of(all);
    }

    private String url() {
        return running.adminUri().orElseThrow().toString();
    }

    @Test
    void whoeverVouchesForItIsNamed() {
        assertThat(url()).startsWith("https://127.0.0.1:");
        Ran routes = asked(url(), "ctl", "routes", "--ca", CERTIFICATE.toString());
        assertThat(routes.errors()).isEmpty();
        assertThat(routes.out()).anyMatch(line -> line.startsWith("hello "));
        Ran top = asked(url(), "top", "--once", "--ca", CERTIFICATE.toString());
        assertThat(top.errors()).isEmpty();
        assertThat(top.out())
                .anyMatch(line -> line.startsWith("hello "))
                .anyMatch(line -> line.startsWith("api "))
                .anyMatch(line -> line.startsWith("  http://127.0.0.1:1 "));
    }

    @Test
    void aCertificateThatNobodyVouchesForIsOneLineThatSaysWhatToDo() {
        for (List<String> words : List.of(
                List.of("ctl", "status"),
                List.of(
                        "ctl",
                        "status",
                        "--ca",
                        ListenerTlsTest.file("pkcs1.cert.pem").toString()))) {
            Ran ran = asked(url(), words.toArray(String[]::new));
            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.errors())
                    .singleElement()
                    .asString()
                    .startsWith("sluice: " + url() + ": no connection by TLS: ")
                    .endsWith("; --ca names who vouches for it");
        }
    }

    @Test
    void plainTextToItIsOneLine() {
        Ran ran = asked(url().replace("https", "http"), "ctl", "status");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.errors()).singleElement().asString().contains("https://");
    }

    @Test
    void whatIsNoCertificateIsToldBeforeAnythingIsSent() {
        Ran ran =
                asked(url(), "ctl", "status", "--ca", directory.resolve("token").toString());
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.errors()).singleElement().asString().startsWith("sluice: --ca: '");
    }
}
